//! A form with a file on both sides. The file goes into a temporary file, and is dropped.

use actix_multipart::form::tempfile::TempFile;
use actix_multipart::form::{MultipartForm, MultipartFormConfig};
use actix_web::web::{self, ServiceConfig};
use frontdesk::DeskBuilder;

use crate::app::App;

/// The URL of the form.
pub const PATH: &str = "/_actions/upload";

/// Two GiB, in bytes.
const LIMIT: usize = 2 << 30;

mod actions {
    use frontdesk::{Upload, server_action};

    #[server_action(struct = UploadFile, body_limit = "2GiB")]
    pub(super) async fn upload(file: Upload) -> String {
        file.size().to_string()
    }
}

#[derive(MultipartForm)]
struct Upload {
    #[multipart(limit = "2GiB")]
    file: TempFile,
}

async fn upload(form: MultipartForm<Upload>) -> web::Json<String> {
    web::Json(form.file.size.to_string())
}

/// Adds the action.
pub(crate) fn frontdesk(desk: DeskBuilder<App>) -> DeskBuilder<App> {
    desk.action::<actions::UploadFile>()
}

/// Adds a handler with actix-multipart.
pub(crate) fn actix(config: &mut ServiceConfig) {
    let limit = MultipartFormConfig::default().total_limit(LIMIT);
    config.app_data(limit).route(PATH, web::post().to(upload));
}

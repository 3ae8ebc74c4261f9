use actix_session::Session;
use frontdesk::actix::Actix;
use frontdesk::{Router, get, server_action};

#[server_action]
async fn count(#[extract] Actix(session): Actix<Session>) {
    let _ = session.insert("count", 1);
}

async fn show(Actix(session): Actix<Session>) -> String {
    format!("{:?}", session.entries())
}

fn main() {
    let _: Router<()> = Router::new().route("/show", get(show));
}

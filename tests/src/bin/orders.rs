//! A shop that writes orders into SQLite, for the test that kills it:
//! `orders <adapter> <database>`. As long as the file `<database>.pause` exists, an action writes a line
//! after its transaction, and never responds.

use std::error::Error;
use std::io::{self, Write as _};
use std::path::PathBuf;
use std::{env, future};

use conformance::app::App;
use conformance::servers::Adapter;
use frontdesk::{Desk, Forms, Html, OnceKey, Problem, ProblemExt as _, Router, State, get, server_action};
use sqlx::SqlitePool;
use sqlx::sqlite::SqliteConnectOptions;

const SCHEMA: &str = "CREATE TABLE IF NOT EXISTS orders (
                          id INTEGER PRIMARY KEY,
                          once_key TEXT UNIQUE,
                          item TEXT NOT NULL
                      )";
const INSERT: &str = "INSERT INTO orders (once_key, item) VALUES (?1, ?2) ON CONFLICT (once_key) DO NOTHING";
const SELECT: &str = "SELECT id, item FROM orders WHERE once_key = ?1";

/// The database, and the file that stops actions.
#[derive(Clone)]
struct Shop {
    pool: SqlitePool,
    pause: PathBuf,
}

impl Shop {
    async fn pause(&self) {
        if self.pause.exists() {
            println!("committed");
            future::pending::<()>().await;
        }
    }
}

/// Recognises a repeat by its key.
#[server_action(state = Shop, once)]
async fn order(#[extract] State(shop): State<Shop>, #[extract] key: OnceKey, item: String) -> Result<i64, Problem> {
    let mut transaction = shop.pool.begin().await.internal()?;
    let insert = sqlx::query(INSERT).bind(key.as_str()).bind(&item);
    insert.execute(&mut *transaction).await.internal()?;
    let select = sqlx::query_as::<_, (i64, String)>(SELECT).bind(key.as_str());
    let (id, ordered) = select.fetch_one(&mut *transaction).await.internal()?;
    transaction.commit().await.internal()?;
    shop.pause().await;
    if ordered != item {
        return Err(Problem::field("item", "the form was sent before with another value"));
    }
    Ok(id)
}

/// Does not.
#[server_action(state = Shop, once)]
async fn order_plain(#[extract] State(shop): State<Shop>, item: String) -> Result<(), Problem> {
    let insert = sqlx::query(INSERT).bind(None::<&str>).bind(&item);
    insert.execute(&shop.pool).await.internal()?;
    shop.pause().await;
    Ok(())
}

async fn page(forms: Forms) -> Html<String> {
    let (order, plain) = (forms.of::<Order>(), forms.of::<OrderPlain>());
    Html(format!("{}</form>{}</form>", order.open(), plain.open()))
}

async fn count(State(shop): State<Shop>) -> Result<String, Problem> {
    let count = sqlx::query_as::<_, (i64,)>("SELECT count(*) FROM orders");
    Ok(count.fetch_one(&shop.pool).await.internal()?.0.to_string())
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let (adapter, database) = (arguments.next(), arguments.next().ok_or("which database?")?);
    let adapter = Adapter::ALL
        .into_iter()
        .find(|own| Some(own.name()) == adapter.as_deref());
    let runtime = tokio::runtime::Runtime::new()?;
    let options = SqliteConnectOptions::new().filename(&database).create_if_missing(true);
    let pool = runtime.block_on(SqlitePool::connect_with(options))?;
    runtime.block_on(sqlx::query(SCHEMA).execute(&pool))?;
    let pause = PathBuf::from(format!("{database}.pause"));
    let desk = Desk::builder(Shop { pool, pause })
        .routes(Router::new().page("/", page).route("/count", get(count)))
        .action::<Order>()
        .action::<OrderPlain>()
        .build()?;
    let server = adapter.ok_or("which adapter?")?.start(App::default(), desk, 0)?;
    let mut out = io::stdout().lock();
    writeln!(out, "listening on http://{}", server.address())?;
    out.flush()?;
    drop(out);
    server.wait();
    Ok(())
}

//! How jobs end, and what can be downloaded.

use progress::import::MAX_REFUSED;
use progress::jobs::Limits;

use crate::client::Client;
use crate::site::{ended, sites};

#[tokio::test(flavor = "multi_thread")]
async fn failed_job_has_the_place_and_what_was_done() {
    let mut bad = "name,email\n".to_owned();
    (0..150).for_each(|_| bad += "x,y\n");
    let hundred =
        "Row 101: it is the 100th that was refused. Is this the right file? Before that: 0 rows imported, 100 refused.";
    assert_eq!(MAX_REFUSED, 100);
    let cases: &[(&[u8], &str)] = &[
        (
            b"",
            "Row 1: the file is empty. Before that: 0 rows imported, 0 refused.",
        ),
        (
            b"\r\n\nname\n",
            "Row 3: it has to name the columns, and `email` once. Before that: 0 rows imported, 0 refused.",
        ),
        (
            b"name,email,name\n",
            "Row 1: it has to name the columns, and `name` once. Before that: 0 rows imported, 0 refused.",
        ),
        (
            b"\x89PNG\r\n\x1a\n",
            "Row 1: it is not UTF-8 text. Before that: 0 rows imported, 0 refused.",
        ),
        (
            b"name,email\nA,a@example.org\nB,b\nC,c@example.org\n\"D\"x,d\n",
            "Row 5: it has text after a closing quotation mark. Before that: 2 rows imported, 1 refused.",
        ),
        (bad.as_bytes(), hundred),
    ];
    for site in sites(&Limits::default()) {
        for (file, text) in cases {
            let mut client = Client::new(&site);
            let reply = client.send("POST", "/api/jobs", "text/csv", file.to_vec()).await;
            let id = reply.json()["id"].as_str().unwrap().to_owned();
            site.gate.open(&id, 1000);
            ended(&client.job(&site, &id)).await;
            let json = client.get(&format!("/api/jobs/{id}")).await.json();
            assert_eq!(
                (&json["state"], &json["text"]),
                (&"failed".into(), &(*text).into()),
                "{}",
                site.host
            );
            let page = client.get(&format!("/jobs/{id}")).await.text;
            assert!(page.contains(text), "{page}");
        }
    }
}

/// It ends there, with what was done.
#[tokio::test]
async fn file_may_have_so_many_rows() {
    use frontdesk::Bytes;
    use progress::import::{File, MAX_ROWS};
    use progress::owner::Owner;

    let (jobs, gate) = crate::site::jobs(Limits::default());
    let owner = Owner::with_secret(&"a".repeat(32)).unwrap();
    for (rows, state) in [(MAX_ROWS, "done"), (MAX_ROWS + 1, "failed")] {
        let rows = (0..rows).map(|row| format!("P,p{row}@example.org\n"));
        let file = "name,email\n".to_owned() + &rows.collect::<String>();
        let file = File::from(Bytes::from(file));
        let job = jobs.start(owner.clone(), "long".to_owned(), file).unwrap();
        gate.open(&job.id, MAX_ROWS + 1);
        ended(&job).await;
        let progress = job.progress();
        assert_eq!((progress.phase.name(), progress.imported), (state, MAX_ROWS));
        let text = progress::view::Status::new(&job, &progress).text;
        let message = "Row 20002: a file may have 20000 rows. Import the rest as another file.";
        assert_eq!(text.starts_with(message), state == "failed", "{text}");
    }
}

/// The results have each row that was checked, in all states. 1,200 rows are three pieces.
#[tokio::test(flavor = "multi_thread")]
async fn results_are_a_file() {
    let mut file = "name,email,note\n".to_owned();
    let mut expected = "row,name,email,problem\r\n".to_owned();
    for row in 2..1202 {
        file += &format!("\"N {row}, \"\"x\"\"\",n{row}@example.org,-\n");
        expected += &format!("{row},\"N {row}, \"\"x\"\"\",n{row}@example.org,\r\n");
    }
    file += ",N2@example.org,\n =B , N2@example.org ,\nC,c@example.org\n";
    expected += "1202,,N2@example.org,name required\r\n";
    expected += "1203,'=B,N2@example.org,email is the same as in row 2\r\n";
    let missing = "1204,C,c@example.org,it has 2 columns in place of 3\r\n";
    for site in sites(&Limits::default()) {
        let mut client = Client::new(&site);
        let id = client.start(&file).await;
        let job = client.job(&site, &id);
        let path = format!("/jobs/{id}/results.csv");
        assert_eq!(client.get(&path).await.text, "row,name,email,problem\r\n");
        site.gate.pass(&job, 1202).await;
        let reply = client.get(&path).await;
        assert_eq!(reply.text, expected, "{}", site.host);
        assert_eq!(reply.header("content-type"), "text/csv; charset=utf-8");
        assert_eq!(
            reply.header("content-disposition"),
            "attachment; filename=\"results.csv\""
        );
        site.gate.open(&id, 1);
        ended(&job).await;
        assert_eq!(
            client.get(&path).await.text,
            format!("{expected}{missing}"),
            "{}",
            site.host
        );
    }
}

/// A bug in the work is a failure of its job, and of no other.
#[tokio::test]
async fn panic_is_a_failure() {
    use frontdesk::Bytes;
    use progress::import::File;
    use progress::owner::Owner;

    let (jobs, gate) = crate::site::jobs(Limits::default());
    let file = || File::from(Bytes::from_static(b"name,email\nA,a@example.org\nB,b@example.org\n"));
    let owner = Owner::with_secret(&"a".repeat(32)).unwrap();
    let broken = jobs.start(owner.clone(), "panic".to_owned(), file()).unwrap();
    let next = jobs.start(owner, "next".to_owned(), file()).unwrap();
    gate.open(&broken.id, 2);
    ended(&broken).await;
    let status = progress::view::Status::new(&broken, &broken.progress());
    let text = "Something went wrong on our side. Start the import again. Before that: 0 rows imported, 0 refused.";
    assert_eq!((status.state, &*status.text), ("failed", text));
    gate.open(&next.id, 2);
    ended(&next).await;
    assert_eq!(next.progress().phase.name(), "done");
}

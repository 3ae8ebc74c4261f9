//! What readers get: each message once, also when their connection is cut.

use chat::room::HISTORY;

use crate::client::{Reader, sites};

/// A few messages are posted between each two connections, and none is missing or sent twice.
#[tokio::test(flavor = "multi_thread")]
async fn reader_that_reconnects_misses_nothing_and_gets_nothing_twice() {
    for (host, site) in sites() {
        let mut position = site.chat.room("lobby").unwrap().now().to_string();
        let (mut posted, mut read) = (0, 0);
        for round in 0..10 {
            let mut reader = Reader::connect(site.address(), Some(&position), "").await;
            for _ in 0..3 {
                site.post(&posted.to_string());
                posted += 1;
            }
            // In every other round the connection is cut with messages on their way.
            let last = if round % 2 == 0 { posted } else { posted - 2 };
            while read < last {
                let (text, id) = reader.message().await;
                assert_eq!(text, read.to_string(), "{host}");
                (position, read) = (id, read + 1);
            }
            reader.cut();
            site.post(&posted.to_string());
            posted += 1;
        }
        let mut reader = Reader::connect(site.address(), Some(&position), "").await;
        while read < posted {
            assert_eq!(reader.message().await.0, read.to_string(), "{host}");
            read += 1;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn reader_that_was_away_for_too_long_loads_the_page_again() {
    for (host, site) in sites() {
        let room = site.chat.room("lobby").unwrap();
        let position = room.now().to_string();
        for count in 0..=HISTORY {
            site.post(&count.to_string());
        }
        for id in [&*position, "1234-5"] {
            let mut reader = Reader::connect(site.address(), Some(id), "").await;
            let event = reader.next().await.unwrap();
            assert_eq!((&*event.name, event.id), ("lost", None), "{host} {id}");
            assert_eq!(reader.next().await, None, "{host} {id}");
        }
        // Without an id, only new messages are sent.
        let mut reader = Reader::connect(site.address(), None, "").await;
        reader.event("people").await;
        site.post("new");
        assert_eq!(reader.message().await.0, "new", "{host}");
    }
}

/// A reader that doesn't read has no buffer of its own that could fill, and stops nobody else.
#[tokio::test(flavor = "multi_thread")]
async fn slow_reader_catches_up_or_learns_what_it_missed() {
    for (host, site) in sites() {
        let slow = Reader::connect(site.address(), None, "").await;
        let mut quick = Reader::connect(site.address(), None, "").await;
        // Much more than the buffers of a socket.
        let long = "x".repeat(400);
        let count = 20_000;
        let posting = async {
            for number in 0..count {
                site.post(&format!("{number} {long}"));
                // The quick one keeps up with what the room remembers.
                if number % 100 == 99 {
                    while quick.message().await.0 != format!("{number} {long}") {}
                }
            }
        };
        posting.await;
        // It gets all that was on its way, in order, and then learns that there was more.
        let (mut slow, mut next) = (slow, 0);
        let ended = loop {
            let event = slow.next().await.unwrap();
            match &*event.name {
                "message" => {
                    let text = crate::client::text_of(&event.data).to_owned();
                    assert_eq!(text, format!("{next} {long}"), "{host}");
                    next += 1;
                }
                "lost" => break event,
                _ => {}
            }
        };
        assert_eq!(ended.id, None);
        assert!(next < count, "{host}: {next} messages were buffered");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn readers_learn_that_the_server_stops() {
    for (host, site) in sites() {
        let mut reader = Reader::connect(site.address(), None, "").await;
        reader.event("people").await;
        site.post("last");
        site.chat.close();
        assert_eq!(reader.message().await.0, "last", "{host}");
        reader.event("bye").await;
        assert_eq!(reader.next().await, None, "{host}");
    }
}

/// People see nothing of an event that the script doesn't listen for.
#[tokio::test]
async fn script_listens_for_every_event() {
    use frontdesk::testing::Browser;

    let mut browser = Browser::new(chat::desk(chat::Chat::new().unwrap()).unwrap());
    let script = browser.get("/chat.js").await;
    for listener in ["events.onmessage = ", "(\"people\", ", "(\"lost\", ", "(\"bye\", "] {
        assert!(script.text().contains(listener), "{listener}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn client_with_an_invalid_id_gets_a_problem() {
    use frontdesk::testing::Browser;

    for (id, status) in [("x", 400), ("12-x", 400), ("ab-1", 200)] {
        let chat = chat::Chat::new().unwrap();
        let mut browser = Browser::new(chat::desk(chat).unwrap());
        // The position of another run: the stream ends at once.
        let page = browser.get(&format!("/rooms/lobby/events?after={id}")).await;
        assert_eq!(page.status(), status, "{id}");
    }
}

//! How one page becomes another one.

use crate::page::Written;
use crate::suite::{Mode, Suite, Visit};

pub(crate) fn trials(suite: &mut Suite) {
    suite.on("pages_become_others", pages);
    suite.on("parts_of_tables_are_placed", rows);
    suite.on("scripts_and_styles_need_the_nonce_of_their_page", nonces);
    suite.in_mode("scripts_of_parts_never_run_under_a_nonce", Mode::Nonce, part_nonce);
}

/// What stands in the head and in the body of a page.
type Page = [&'static str; 2];

/// A page that becomes another one.
struct Change {
    old: Page,
    /// Runs in the old page.
    before: &'static str,
    new: Page,
    /// Is true in the new one.
    after: &'static str,
}

const CHANGES: &[Change] = &[
    // The same id, and another element.
    Change {
        old: ["", "<div id=x>text</div>"],
        before: "",
        new: ["", "<form id=x method=post action=/_actions/go><input></form>"],
        after: "document.querySelector('form#x input')",
    },
    Change {
        old: ["", "<input id=x value=old>"],
        before: "",
        new: ["", "<textarea id=x>new</textarea>"],
        after: "document.querySelector('textarea#x').value === 'new'",
    },
    // It is the same element, whatever else of it is another.
    Change {
        old: ["", "<input id=x name=a type=text>"],
        before: "document.querySelector('#x').mark = 'here'",
        new: ["", "<input id=x name=b type=email>"],
        after: "document.querySelector('#x[name=b][type=email]').mark === 'here'",
    },
    // Rows without an id, whose text is the same.
    Change {
        old: ["", "<ul><li><input id=a></li><li><input id=b></li></ul>"],
        before: "document.querySelector('#b').mark = 'here'",
        new: ["", "<ul><li><input id=b></li></ul>"],
        after: "!document.querySelector('#a') && document.querySelector('#b').mark === 'here'",
    },
    // A user's choice, whatever the new page chooses.
    Change {
        old: [
            "",
            "<form><input type=radio name=size value=s checked><input type=radio name=size value=l>
            <select name=tag><option selected>a<option>b<option>c</select></form><p>old</p>",
        ],
        before: "document.querySelector('[value=l]').click()
            const select = document.querySelector('select')
            select.value = 'c'
            select.dispatchEvent(new Event('change', { bubbles: true }))",
        new: [
            "",
            "<form><input type=radio name=size value=s checked><input type=radio name=size value=l>
            <select name=tag><option>a<option selected>b<option>c</select></form><p>new</p>",
        ],
        after:
            "document.querySelector('main p').textContent === 'new' && document.querySelector('select').value === 'c'
            && document.querySelector('[value=l]').checked",
    },
    // Controls with the names of what a form has.
    Change {
        old: [
            "",
            "<form action=/b><input name=children><input name=attributes><input name=nextSibling>
            <input name=firstChild><input name=childNodes><input name=insertBefore><input name=moveBefore>
            <input name=removeChild><input name=getAttribute><input name=hasAttribute><p>old</p></form>",
        ],
        before: "",
        new: [
            "",
            "<form action=/b class=new><input name=children><input name=attributes><input name=nextSibling>
            <input name=firstChild><input name=childNodes><input name=insertBefore><input name=moveBefore>
            <input name=removeChild><input name=getAttribute><input name=hasAttribute><p>new</p></form>",
        ],
        after: "document.querySelector('form.new p').textContent === 'new'",
    },
    Change {
        old: [
            "",
            "<form action=/cart><button name=remove><input name=replaceWith></form><p>old</p>",
        ],
        before: "",
        new: ["", "<p>new</p>"],
        after: "!document.querySelector('[name=remove]') && document.querySelector('main p').textContent === 'new'",
    },
    // Controls with the names of what inserts, moves and removes.
    Change {
        old: [
            "",
            "<form action=/b>old<input name=firstChild><input name=insertBefore><input name=moveBefore>
            <input name=removeChild><i>gone</i><p>last</p></form>",
        ],
        before: "",
        new: [
            "",
            "<form action=/b>new<p>last</p><input name=firstChild><input name=insertBefore><input name=moveBefore>
            <input name=removeChild><b>added</b></form>",
        ],
        after: "(form => form.textContent.replace(/\\s/g, '') === 'newlastadded'
            && form.querySelector('p').nextElementSibling.name === 'firstChild')
            (document.querySelector('form[action=\"/b\"]'))",
    },
    Change {
        old: [
            "",
            "<p>old</p><form action=/b data-frontdesk=keep><input name=nextSibling></form>",
        ],
        before: "",
        new: ["", "<p>new</p>"],
        after: "document.querySelector('main p').textContent === 'new' && document.querySelector('[name=nextSibling]')",
    },
    // What users have written is theirs.
    Change {
        old: ["", "<div id=x contenteditable>old</div>"],
        before: "document.querySelector('#x').focus(); document.execCommand('insertText', false, 'mine ')",
        new: ["", "<div id=x contenteditable>new</div>"],
        after: "document.querySelector('#x').textContent.includes('mine')",
    },
    Change {
        old: ["", "<div id=x contenteditable>old</div>"],
        before: "",
        new: ["", "<div id=x contenteditable>new</div>"],
        after: "document.querySelector('#x').textContent === 'new'",
    },
    // Styles apply in the order of the new page.
    Change {
        old: ["<link rel=stylesheet href=/elsewhere.css>", "<h1>x</h1>"],
        before: "",
        new: [
            "<link rel=stylesheet href=/red.css><link rel=stylesheet href=/elsewhere.css>",
            "<h1>x</h1>",
        ],
        after: "getComputedStyle(document.querySelector('h1')).color === 'rgb(1, 2, 3)'
            && document.styleSheets.length === 2",
    },
    Change {
        old: ["<link rel=stylesheet href=/red.css>", "<h1>x</h1>"],
        before: "",
        new: [
            "<link rel=stylesheet href=/red.css><link rel=stylesheet href=/elsewhere.css>",
            "<h1>x</h1>",
        ],
        after: "getComputedStyle(document.querySelector('h1')).color === 'rgb(1, 2, 3)'
            && document.styleSheets.length === 2",
    },
    // Styles that are never loaded.
    Change {
        old: ["", ""],
        before: "",
        new: [
            "<link rel=stylesheet disabled href=/red.css><link rel=stylesheet><link rel=stylesheet type=text/less href=/red.css>",
            "<p>new</p>",
        ],
        after: "document.querySelector('main p')",
    },
    Change {
        old: ["", ""],
        before: "",
        new: ["", "<svg><script></script></svg><p>new</p>"],
        after: "document.querySelector('main p') && !document.body.textContent.includes('undefined')",
    },
];

async fn pages(visit: Visit) {
    let Visit { tab, .. } = &visit;
    for change in CHANGES {
        let [old, new] = [change.old, change.new].map(|[head, body]| Written {
            head: head.to_owned(),
            body: body.to_owned(),
            ..Written::default()
        });
        visit.open_at(&old.url()).await;
        tab.evaluate(change.before).await;
        go(&visit, &new.url()).await;
        visit.until(change.after).await;
        assert!(visit.is_in_place().await, "{}", change.after);
    }
}

/// Sends the form that leads to a path, and waits for it.
async fn go(visit: &Visit, path: &str) {
    let Visit { tab, .. } = visit;
    tab.evaluate(&format!("document.querySelector('#to').value = {path:?}"))
        .await;
    tab.click("#go button").await;
    visit
        .until(&format!("location.pathname + location.search === {path:?}"))
        .await;
    visit.until("!document.querySelector('[aria-busy]')").await;
}

/// Adds a part to what the form sends.
const PART: &str = "document.querySelector('#to').value = '/'
    const part = document.createElement('input')
    document.querySelector('#go').append(part)
    part.name = 'part'
    part.value = ";

/// Sends the form, and has this part sent back.
async fn ask_for(visit: &Visit, part: &str) {
    visit.tab.evaluate(&format!("{PART} {part:?}")).await;
    visit.tab.click("#go button").await;
}

async fn rows(visit: Visit) {
    let cases = [
        ("<table><tr id=x><td>old</table>", "<tr id=x><td>new</td></tr>"),
        ("<table><tr><td id=x>old</table>", "<td id=x>new</td>"),
        (
            "<table><tbody id=x><tr><td>old</table>",
            "<tbody id=x><tr><td>new</td></tr></tbody>",
        ),
        ("<p id=x>old</p>", "<p id=x>new</p>"),
        ("<select><option id=x>old</select>", "<option id=x>new</option>"),
    ];
    for (body, part) in cases {
        let page = Written {
            body: body.to_owned(),
            ..Written::default()
        };
        visit.open_at(&page.url()).await;
        ask_for(&visit, part).await;
        visit.until("document.querySelector('#x')?.textContent === 'new'").await;
        visit.until("!document.querySelector('[aria-busy]')").await;
        assert!(visit.is_in_place().await);
    }
}

/// HTML that an attacker smuggled into a page, without knowing its nonce.
const SMUGGLED: [&str; 3] = [
    "<div id=x><script data-build nonce=zz>window.smuggled = 'data-build'</script></div>",
    "<template data-frontdesk-for='#x' data-frontdesk-swap=append><script>window.smuggled = 'template'</script></template>",
    "<template data-frontdesk-for='#x'><div><script nonce=zz>window.smuggled = 'nonce'</script></div></template>",
];

async fn nonces(visit: Visit) {
    let Visit { tab, .. } = &visit;
    let color = "getComputedStyle(document.querySelector('h1')).color === 'rgb(1, 2, 3)'";
    // Under `strict-dynamic`, scripts that another one inserts need no nonce. Without it they do.
    for others in ["", " 'strict-dynamic'"] {
        let page = |body: &str, nonce: &str| Written {
            head: format!("<style nonce={nonce}>h1 {{ color: rgb(1, 2, 3) }} .{nonce} {{}}</style>"),
            body: format!(
                "<h1>{nonce}</h1><div id=x></div>{body}<script nonce={nonce}>window.ran = '{nonce}'</script>
                <script nonce={nonce}>window.runs = (window.runs ?? 0) + 1</script>"
            ),
            nonce: Some(nonce.to_owned()),
            policy: Some(format!(
                "default-src 'self'; style-src 'nonce-{nonce}'; script-src 'nonce-{nonce}'{others}"
            )),
        };
        visit.open_at(&page("", "first").url()).await;
        visit.until("window.ran === 'first'").await;
        visit.until(color).await;
        // A page has a nonce of its own.
        go(&visit, &page(SMUGGLED[0], "second").url()).await;
        visit.until("window.ran === 'second'").await;
        visit.until(color).await;
        // A script with another nonce is the same script.
        assert_eq!(visit.value("window.runs").await, 1);
        for part in SMUGGLED {
            let runs = visit.site.app.runs("go");
            visit.open_at(&page("", "first").url()).await;
            tab.evaluate("addEventListener('frontdesk:finish', () => window.hasFinished = true)")
                .await;
            ask_for(&visit, part).await;
            visit.until("window.hasFinished").await;
            assert!(visit.is_in_place().await);
            assert_eq!(visit.site.app.runs("go"), runs + 1);
            assert_eq!(visit.value("window.smuggled ?? ''").await, "", "{part}");
        }
    }
}

async fn part_nonce(visit: Visit) {
    let page = Written {
        body: "<div id=x></div>".to_owned(),
        nonce: Some("kQ2T".to_owned()),
        ..Written::default()
    };
    visit.open_at(&page.url()).await;
    let script = "<script nonce=kQ2T>window.ran = 'part'</script>";
    ask_for(&visit, &format!("<div id=x>part{script}</div>")).await;
    visit.until("document.querySelector('#x').textContent === 'part'").await;
    visit.until("!document.querySelector('[aria-busy]')").await;
    assert_eq!(visit.value("window.ran ?? ''").await, "");
    assert!(visit.is_in_place().await);
}

//! Validation by garde: messages, their paths, and the HTML attributes on the page.

use frontdesk::{Body, Desk, FormView, Forms, FromForm, Html, Request, Router, Upload, garde, server_action};
use http::header::CONTENT_TYPE;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::fixtures::{bytes, text};

fn even(value: &u8, _: &()) -> garde::Result {
    value
        .is_multiple_of(2)
        .then_some(())
        .ok_or_else(|| garde::Error::new("must be even"))
}

fn same_length(first: &str) -> impl FnOnce(&String, &()) -> garde::Result + '_ {
    move |second, _| {
        (first.len() == second.len())
            .then_some(())
            .ok_or_else(|| garde::Error::new("must be as long"))
    }
}

const OLDEST: u8 = 120;
const LONGEST: usize = 10;

#[server_action]
async fn sign_up(
    #[garde(length(utf16, min = 3, max = 20), pattern("^[a-z0-9-]+$"))] name: String,
    #[garde(email)] email: Option<String>,
    #[garde(range(min = 18, max = OLDEST), custom(even))] mut age: u8,
    #[garde(length(max = 2), inner(length(chars, min = 2)))] tags: Vec<String>,
    #[garde(length(chars, max = LONGEST))]
    #[field(rename = "pass-word", secret)]
    password: String,
    #[garde(matches(password), custom(same_length(&self.name)))] again: String,
    #[garde(required)] terms: Option<String>,
    news: Option<bool>,
    #[garde(range(min = -0.5, max = 1.5))] share: f64,
    address: Address,
    others: Vec<Address>,
    spare: Option<Address>,
    nickname: Nickname,
) -> u8 {
    age += u8::try_from(name.len() + tags.len() + others.len()).unwrap();
    drop((email, password, again, terms, news, share, address, spare, nickname));
    age
}

#[derive(FromForm, Deserialize)]
#[garde(allow_unvalidated, custom(Address::check))]
struct Address {
    #[garde(length(min = 1))]
    city: String,
    #[field(rename = "post-code")]
    #[garde(range(max = 9999))]
    code: Option<u32>,
}

impl Address {
    fn check(&self, _: &()) -> garde::Result {
        if self.city == "Nowhere" && self.code.is_some() {
            return Err(garde::Error::new("Nowhere has no post codes"));
        }
        Ok(())
    }
}

#[derive(FromForm, Deserialize)]
struct Nickname(#[garde(length(utf16, max = 5))] String);

#[derive(FromForm)]
#[garde(custom(Range::check))]
struct Range {
    /// The first day.
    #[garde(range(min = 1))]
    pub(crate) from: u32,
    pub(crate) to: u32,
    #[field(secret)]
    pub(crate) code: String,
}

impl Range {
    fn check(&self, _: &()) -> garde::Result {
        (self.from <= self.to)
            .then_some(())
            .ok_or_else(|| garde::Error::new("ends before it begins"))
    }
}

#[server_action]
async fn book(#[input] range: Range) -> u32 {
    range.to - range.from + u32::try_from(range.code.len()).unwrap()
}

#[server_action]
async fn contact(#[garde(email)] email: String, #[garde(ipv4)] host: String) -> usize {
    email.len() + host.len()
}

#[server_action]
async fn album(#[garde(length(min = 1, max = 2))] photos: Vec<Upload>) -> usize {
    photos.len()
}

async fn page(forms: Forms) -> Html<String> {
    let form: FormView<SignUp> = forms.of();
    let fields = [
        form.field(SignUp::NAME).typed_input(),
        form.field(SignUp::EMAIL).typed_input(),
        form.field(SignUp::AGE).typed_input(),
        form.field(SignUp::TAGS).typed_input(),
        form.field(SignUp::PASSWORD).typed_input(),
        form.field(SignUp::TERMS).typed_input(),
        form.field(SignUp::NEWS).typed_input(),
        form.field(SignUp::SHARE).typed_input(),
        form.path("address.city").typed_input(),
        form.path("address[post-code]").typed_input(),
        form.path("others[3].post-code").typed_input(),
        form.path("spare.city").typed_input(),
        form.path("tags[0]").typed_input(),
        form.field(SignUp::NICKNAME).typed_input(),
        form.field(SignUp::NAME).textarea(),
    ];
    let book: FormView<Book> = forms.of();
    let fields = fields.into_iter().chain([
        book.field(Range::FROM).typed_input(),
        book.field(Range::CODE).typed_input(),
    ]);
    let album: FormView<Album> = forms.of();
    let contact: FormView<Contact> = forms.of();
    let fields = fields.chain([
        album.field(Album::PHOTOS).typed_input(),
        contact.field(Contact::EMAIL).typed_input(),
        contact.field(Contact::HOST).typed_input(),
    ]);
    Html(
        fields
            .map(frontdesk::Markup::into_string)
            .collect::<Vec<_>>()
            .join("\n"),
    )
}

fn desk() -> Desk {
    let desk = Desk::builder(()).routes(Router::new().page("/", page));
    let desk = desk.action::<SignUp>().action::<Book>();
    desk.action::<Contact>().action::<Album>().build().unwrap()
}

async fn send(request: Request) -> (u16, String) {
    let response = desk().respond(request).await;
    (response.status().as_u16(), text(response).await)
}

async fn post(action: &str, kind: &str, body: impl Into<Body>) -> (u16, Value) {
    let request = http::Request::post(format!("/_actions/{action}"))
        .header("sec-fetch-site", "same-origin")
        .header(CONTENT_TYPE, kind);
    let (status, body) = send(request.body(body.into()).unwrap()).await;
    (status, serde_json::from_str(&body).unwrap_or(Value::String(body)))
}

const FORM: &str = "application/x-www-form-urlencoded";

const GOOD: &str = "name=ada&email=a@b.example&age=20&tags=ab&pass-word=xyz&again=xyz&terms=on&share=0.5&address.city=Ghent&\
                    address.post-code=9000&nickname=al";

/// Returns the valid form with one field changed to `name=value`.
fn with(change: &str) -> String {
    let (name, _) = change.split_once('=').unwrap();
    let others = GOOD.split('&').filter(|pair| pair.split_once('=').unwrap().0 != name);
    others.chain([change]).collect::<Vec<_>>().join("&")
}

#[tokio::test]
async fn rules_report_message_and_path() {
    assert_eq!(post("sign_up", FORM, GOOD).await, (200, json!(24)));
    for (change, path, message) in [
        ("name=ab", "name", "must have at least 3 characters"),
        ("name=aB-c", "name", "does not have the expected format"),
        ("email=x", "email", "is not a valid email address"),
        ("age=16", "age", "must be at least 18"),
        ("age=121", "age", "must be at most 120"),
        ("age=21", "age", "must be even"),
        ("age=x", "age", "not a number"),
        ("tags=ab&tags=c", "tags[1]", "must have at least 2 characters"),
        ("tags[7]=abc&tags[9]=c", "tags[9]", "must have at least 2 characters"),
        ("tags=ab&tags=ab&tags=ab", "tags", "is too long: at most 2"),
        ("pass-word=01234567890", "pass-word", "must have at most 10 characters"),
        ("again=xyy", "again", "is not the same"),
        ("terms=", "terms", "required"),
        ("share=2", "share", "must be at most 1.5"),
        ("address.city=", "address.city", "required"),
        ("address.post-code=10000", "address.post-code", "must be at most 9999"),
        ("address.city=Nowhere", "address", "Nowhere has no post codes"),
        ("others[2].city=a&others[5].city=", "others[5].city", "required"),
        (
            "spare.post-code=10000&spare.city=x",
            "spare.post-code",
            "must be at most 9999",
        ),
        ("nickname=123456", "nickname", "must have at most 5 characters"),
    ] {
        let (status, body) = post("sign_up", FORM, with(change)).await;
        assert_eq!(status, 422, "{change}: {body}");
        let errors = body["errors"].as_object().unwrap();
        let messages = errors.get(path).and_then(Value::as_array);
        assert!(
            messages.is_some_and(|messages| messages.contains(&message.into())),
            "{change}: {body}"
        );
    }
}

#[tokio::test]
async fn submission_reports_all_errors_at_once() {
    // Fields that can be decoded are validated, even if others can't. Rules about several fields
    // need all.
    let form = "name=ab&age=x&pass-word=01234567890&again=&address.city=&address.post-code=x";
    let errors = json!({
        "name": ["must have at least 3 characters"],
        "age": ["not a number"],
        "pass-word": ["must have at most 10 characters"],
        "terms": ["required"],
        "share": ["required"],
        "address.city": ["required"],
        "address.post-code": ["not a number"],
        "nickname": ["required"],
    });
    let (status, body) = post("sign_up", FORM, form).await;
    assert_eq!((status, &body["errors"]), (422, &errors));
    // All fields can be decoded, so rules about several fields run, too.
    let (_, body) = post("sign_up", FORM, with("name=abcd").replace("age=20", "age=2")).await;
    assert_eq!(
        body["errors"],
        json!({"age": ["must be at least 18"], "again": ["must be as long"]})
    );
    let json =
        r#"{"name":"ab","age":20,"tags":[],"pass-word":"x","again":"x","share":1,"address":{"city":""},"nickname":""}"#;
    let (status, body) = post("sign_up", "application/json", json).await;
    let errors = json!({
        "name": ["must have at least 3 characters"],
        "terms": ["required"],
        "address.city": ["required"],
    });
    assert_eq!((status, &body["errors"]), (422, &errors));
}

#[tokio::test]
async fn struct_argument_is_the_whole_form() {
    assert_eq!(post("book", FORM, "from=2&to=5&code=xx").await, (200, json!(5)));
    let (status, body) = post("book", FORM, "from=0&to=x").await;
    let errors = json!({"from": ["must be at least 1"], "to": ["not a number"], "code": ["required"]});
    assert_eq!((status, &body["errors"]), (422, &errors));
    let (_, body) = post("contact", FORM, "email=&host=").await;
    let errors = json!({"email": ["required"], "host": ["is not a valid IPv4 address"]});
    assert_eq!(body["errors"], errors);
    // An error of the whole struct belongs to no field.
    let (status, body) = post("book", FORM, "from=5&to=2&code=").await;
    assert_eq!((status, &body["detail"]), (422, &json!("ends before it begins")));
}

#[tokio::test]
async fn postcard_is_validated_by_the_same_rules() {
    let address = |city: &str| (city.to_owned(), Some(1u32));
    let fields = |name: &str, city: &str| {
        let first = (
            name.to_owned(),
            None::<String>,
            20u8,
            vec!["ab"],
            "xyz",
            "xyz",
            Some("on"),
            None::<bool>,
            0.5f64,
        );
        let rest = (
            address("Ghent"),
            vec![address(city)],
            None::<(String, Option<u32>)>,
            "al",
        );
        postcard::to_stdvec(&(first, rest)).unwrap()
    };
    let send = async |body: Vec<u8>| {
        let request = http::Request::post("/_actions/sign_up")
            .header("sec-fetch-site", "same-origin")
            .header(CONTENT_TYPE, "application/postcard");
        let response = desk().respond(request.body(body.into()).unwrap()).await;
        assert!(response.headers()[CONTENT_TYPE] == "application/postcard");
        (response.status().as_u16(), bytes(response).await)
    };
    let (status, body) = send(fields("ada", "Ghent")).await;
    assert_eq!((status, postcard::from_bytes::<u8>(&body).unwrap()), (200, 25));
    let (status, body) = send(fields("A", "")).await;
    let problem: frontdesk::PostcardProblem = postcard::from_bytes(&body).unwrap();
    let paths: Vec<_> = problem.errors.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(
        (status, problem.status, paths),
        (422, 422, vec!["again", "name", "others[0].city"])
    );
}

fn without_ids(page: &str) -> String {
    let parts = page.split("id=\"");
    let parts = parts.enumerate().map(|(index, part)| match index {
        0 => part,
        _ => part.split_once("\" ").unwrap().1,
    });
    parts.collect()
}

#[tokio::test]
async fn inputs_have_the_attributes_that_browsers_check() {
    let page = send(Request::get("/").body(Body::empty()).unwrap()).await.1;
    let expected = [
        r#"<input type="text" name="name" required minlength="3" maxlength="20" pattern="[a-z0-9\-]+" value="">"#,
        r#"<input type="email" name="email" value="">"#,
        r#"<input type="number" name="age" required min="18" value="">"#,
        r#"<input type="text" name="tags" minlength="2" value="">"#,
        r#"<input type="password" name="pass-word" maxlength="20" value="">"#,
        r#"<input type="text" name="terms" required value="">"#,
        r#"<input type="checkbox" name="news" value="true">"#,
        r#"<input type="number" name="share" required min="-0.5" max="1.5" step="any" value="">"#,
        r#"<input type="text" name="address.city" required value="">"#,
        r#"<input type="number" name="address[post-code]" max="9999" value="">"#,
        r#"<input type="number" name="others[3].post-code" max="9999" value="">"#,
        r#"<input type="text" name="spare.city" value="">"#,
        r#"<input type="text" name="tags[0]" minlength="2" value="">"#,
        r#"<input type="text" name="nickname" maxlength="5" value="">"#,
        "<textarea name=\"name\" required minlength=\"3\" maxlength=\"20\">\n</textarea>",
        r#"<input type="number" name="from" required min="1" value="">"#,
        r#"<input type="password" name="code" value="">"#,
        r#"<input type="file" name="photos" required multiple>"#,
        // An empty text is not a valid address.
        r#"<input type="email" name="email" required value="">"#,
        r#"<input type="text" name="host" required value="">"#,
    ];
    assert_eq!(without_ids(&page), expected.join("\n"));
}

#[server_action]
async fn invite(
    #[garde(email, message = "is not an address")] email: String,
    #[garde(length(utf16, min = 3, max = 9), message = "3 to 9 letters")]
    #[garde(ascii)]
    name: String,
    #[garde(range(max = 5), message = "at most 5")] guests: Option<u8>,
    #[garde(inner(length(chars, min = 2), pattern("^a")), message = "not a tag")] tags: Vec<String>,
) {
    let _ = (email, name, guests, tags);
}

#[tokio::test]
async fn own_message_keeps_the_constraint_of_its_rule() {
    async fn page(forms: Forms) -> Html<String> {
        let form: FormView<Invite> = forms.of();
        let fields = [
            form.field(Invite::EMAIL).typed_input(),
            form.field(Invite::NAME).typed_input(),
            form.field(Invite::GUESTS).typed_input(),
            form.field(Invite::TAGS).typed_input(),
        ];
        Html(fields.map(frontdesk::Markup::into_string).join("\n"))
    }
    let routes = Router::new().page("/", page);
    let desk = Desk::builder(()).routes(routes).action::<Invite>().build().unwrap();
    let page = text(desk.respond(Request::get("/").body(Body::empty()).unwrap()).await).await;
    let page = without_ids(&page);
    for expected in [
        r#"<input type="email" name="email" required value="">"#,
        r#"<input type="text" name="name" required minlength="3" maxlength="9" value="">"#,
        r#"<input type="number" name="guests" max="5" value="">"#,
        r#"<input type="text" name="tags" minlength="2" pattern="a"#,
    ] {
        assert!(page.contains(expected), "{expected}: {page}");
    }

    let body = "email=x&name=%C3%A9&guests=6&tags=ab&tags=b";
    let request = Request::post("/_actions/invite")
        .header("sec-fetch-site", "same-origin")
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded");
    let response = desk.respond(request.body(body.into()).unwrap()).await;
    let problem: Value = serde_json::from_slice(&bytes(response).await).unwrap();
    let expected = json!({
        "email": ["is not an address"],
        "name": ["3 to 9 letters", "must have no accents or other special characters"],
        "guests": ["at most 5"],
        "tags[1]": ["not a tag"],
    });
    assert_eq!(problem["errors"], expected);
}

/// Some arguments are there for their rules only, or are not used.
#[deny(unused_variables)]
mod unused_arguments {
    #[frontdesk::server_action]
    pub(super) async fn renew(
        #[garde(length(min = 3))] password: String,
        #[garde(matches(password))] repeat: String,
        _note: String,
        _type: String,
    ) {
    }
}

#[tokio::test]
async fn arguments_that_only_rules_use_are_not_reported_as_unused() {
    use unused_arguments::Renew;
    let table = Desk::builder(()).action::<Renew>().build().unwrap().table();
    assert_eq!(table.actions()[0].fields, ["password", "repeat", "note", "type"]);
    assert_eq!((Renew::NOTE.name(), Renew::TYPE.name()), ("note", "type"));
}

/// The messages for a value in Rust are those for the form that it fills in.
#[tokio::test]
async fn validate_has_the_messages_of_the_form() {
    let address = |city: &str, code| Address {
        city: city.to_owned(),
        code,
    };
    let mut value = SignUp {
        name: "ab".to_owned(),
        email: Some("nobody".to_owned()),
        age: 17,
        tags: vec!["a".to_owned(), "bc".to_owned(), "d".to_owned()],
        password: "secret".to_owned(),
        again: "other".to_owned(),
        terms: None,
        news: None,
        share: 2.0,
        address: address("Nowhere", Some(1)),
        others: vec![address("Ghent", None), address("", Some(10_000))],
        spare: Some(address("", None)),
        nickname: Nickname("too long".to_owned()),
    };
    let errors = value.validate().unwrap_err();
    let expected = [
        ("name", "must have at least 3 characters"),
        ("email", "is not a valid email address"),
        ("age", "must be at least 18"),
        ("age", "must be even"),
        ("again", "is not the same"),
        ("again", "must be as long"),
        ("address", "Nowhere has no post codes"),
        ("others[1].city", "required"),
        ("others[1].post-code", "must be at most 9999"),
        ("spare.city", "required"),
        ("nickname", "must have at most 5 characters"),
        ("tags[0]", "must have at least 2 characters"),
    ];
    let found: Vec<_> = errors.iter().map(|(path, message)| (path, message.text())).collect();
    for expected in expected {
        assert!(found.contains(&expected), "{expected:?} is not in {found:#?}");
    }
    // Decoded from a form, the fields have the same messages, but for those of whole structs, which run
    // once all fields are right.
    let json = json!({
        "name": "ab", "email": "nobody", "age": 17, "tags": ["a", "bc", "d"], "pass-word": "secret",
        "again": "other", "share": 2.0, "address": {"city": "Nowhere", "post-code": 1},
        "others": [{"city": "Ghent"}, {"city": "", "post-code": 10_000}], "spare": {"city": ""},
        "nickname": "too long",
    });
    let form =
        frontdesk::form::FormData::from_json(json.to_string().as_bytes(), &frontdesk::form::FormLimits::default());
    let sent = SignUp::from_form(form.unwrap().root()).err().unwrap();
    for (path, message) in sent.iter() {
        assert!(
            found.contains(&(path, message)),
            "{path}: {message} is not in {found:#?}"
        );
    }
    value.name = "abc".to_owned();
    assert!(!value.validate().unwrap_err().iter().any(|(path, _)| path == "name"));
    assert!(Nickname("ok".to_owned()).validate().is_ok());
}

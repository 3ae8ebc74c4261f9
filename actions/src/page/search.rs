//! Search forms: a page's own query, with the comfort of a form.

use std::any::TypeId;
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::marker::PhantomData;
use std::sync::{Arc, LazyLock, PoisonError, RwLock};

use axum_core::extract::FromRequestParts;
use frontdesk_form::{FieldErrors, FieldInfo, Fill, FormData, FormFields, FormLimits, query_pairs};
use frontdesk_router::__desk::{Reads, large_query, outside_desk};
use frontdesk_router::{Ctx, KeyPart, Problem, is_local_path};
use http::request::Parts;

use super::form_target::FormTarget;
use super::form_view::FormView;
use super::has_form::HasForm;
use super::shown::Shown;
use super::submission::Submission;
use crate::fields::ActionFields;
use crate::form_state::{FormState, LoadedState, StoredProblem, with_parameter};
use crate::protocol::RESERVED_PREFIX;

/// An extractor for pages with a filter. It decodes the query as the forms of actions are decoded, and
/// writes the form again, as it was sent.
///
/// `T` is a struct with `#[derive(FromForm)]`. Decoding follows [the same table](frontdesk_form#decoding)
/// and the same options and rules (`#[field(…)]`, `#[garde(…)]`): a blank is `None`, every error is
/// reported at once, and unknown names are ignored. Programs whose bad query is an error rather than a
/// form with messages use [`Query`](frontdesk_router::Query).
///
/// ```
/// # extern crate frontdesk_actions as frontdesk;
/// use frontdesk_actions::{FromForm, Search};
///
/// #[derive(FromForm)]
/// struct Find {
///     q: Option<String>,
///     #[field(default = 1)]
///     page: u32,
///     tag: Vec<String>,
/// }
///
/// async fn find(search: Search<Find>) -> String {
///     let form = search.form();
///     let q = form.field(Find::Q);
///     let mut html = format!("{}{}{}<button>Find</button></form>", form.open(), q.input("search"), q.messages());
///     if let Ok(filter) = search.value() {
///         // … the results, and a link to more of them, with the same `q` and `tag`
///         let next = Find { page: filter.page + 1, q: filter.q.clone(), tag: filter.tag.clone() };
///         html.push_str(&format!(r#"<a rel="next" href="{}">More</a>"#, search.href(&next).replace('&', "&amp;")));
///     }
///     html
/// }
/// ```
///
/// # The first visit
///
/// A query without any of the filter's fields is decoded too, so defaults are a value. A filter with a
/// field that is required and has no default has no value then, but its form shows no messages:
/// [`value`](Self::value) is an error, and [`FormView::was_submitted`] is `false`. Such a filter is rare;
/// most fields of a search are an `Option`, a list, or have a default.
///
/// # Caching
///
/// The page may be [cached](frontdesk_router::Get::cached). Queries that decode to equal values share one
/// response; its handler gets the query as [`href`](Self::href) writes it. A page with messages has status
/// 200, is never stored, and has `Cache-Control: no-store`.
///
/// # Errors
///
/// 400 `invalid-query` if the query has more than 1000 parameters, or a field has a name of more than 8
/// levels. Everything else is a message beside a field. Outside of a desk and its pages layer, and for a
/// filter with files, the rejection is a masked 500; the log has the reason. A filter with a sealed or a
/// secret field does not compile, since a URL stands in histories and logs:
///
/// ```compile_fail
/// # extern crate frontdesk_actions as frontdesk;
/// # use frontdesk_actions::{FromForm, Search};
/// # use frontdesk_router::Router;
/// #[derive(FromForm)]
/// struct Login { #[field(secret)] password: String }
///
/// async fn login(search: Search<Login>) -> String { search.form().open().to_string() }
///
/// # fn main() {
/// let routes: Router<()> = Router::new().page("/login", login);
/// # }
/// ```
pub struct Search<T> {
    value: Result<T, FieldErrors>,
    query: FormData,
    /// Whether the query has any of the fields.
    was_sent: bool,
    path: String,
    fields: Arc<ActionFields>,
    ctx: Ctx,
}

/// Stands for the search form of `T`, as the parameter of [`FormView`]. [`SearchForm`] is shorter.
pub struct SearchOf<T>(PhantomData<fn() -> T>);

impl<T> HasForm for SearchOf<T> {
    type Input = T;
}

/// The form of a search: `SearchForm<Find>` in the struct of a template.
pub type SearchForm<T> = FormView<SearchOf<T>>;

impl<T: FormFields + Fill<T>> Search<T> {
    /// Returns the decoded filter.
    ///
    /// # Errors
    ///
    /// All messages for fields, each with its path. The [form](Self::form) shows them.
    pub fn value(&self) -> Result<&T, &FieldErrors> {
        self.value.as_ref()
    }

    /// Returns the form, with `method="get"` and without hidden fields. It shows the decoded filter, or else
    /// the submitted values, with messages beside the fields, and defaults where nothing was sent.
    ///
    /// Its [`FieldView`](crate::FieldView)s are those of an action's form: names, ids (`search-q`), values,
    /// constraints, messages. A page with several searches gives each
    /// [a prefix](FormView::with_id_prefix).
    #[must_use]
    pub fn form(&self) -> SearchForm<T> {
        let submission = match &self.value {
            Err(errors) if self.was_sent => self.submission(errors),
            _ => None,
        };
        let target = FormTarget::Search {
            ctx: self.ctx.clone(),
            fields: Arc::clone(&self.fields),
            was_sent: self.was_sent,
        };
        let form = FormView::of_target(target, self.path.clone(), None, submission);
        match &self.value {
            Ok(value) => form.fill_from(value),
            Err(_) => form,
        }
    }

    /// Returns the URL of this page with another filter, for links to other pages of results and to other
    /// orders: copy the filter, change a field. It is an absolute path with the desk's base path, and not
    /// escaped for HTML; templates do that.
    ///
    /// The query is [`to_query`]'s: equal filters have one URL, and the defaults are left out.
    #[must_use]
    pub fn href(&self, filter: &T) -> String {
        let query = to_query(filter);
        if query.is_empty() {
            return self.path.clone();
        }
        format!("{}?{query}", self.path)
    }

    fn submission(&self, errors: &FieldErrors) -> Option<Submission> {
        let mut state = FormState {
            values: self.values(),
            ..FormState::default()
        };
        for (path, message) in errors.iter() {
            if self.fields.has(path) {
                let messages = state.errors.entry(path.to_owned()).or_default();
                messages.push(message.into());
            } else {
                let problem = state.problem.get_or_insert_with(StoredProblem::invalid_fields);
                problem.add_detail(" — ", "", message);
            }
        }
        // The response is not stored once anything of it was shown.
        let shown = Shown::new(LoadedState::new(state), &self.ctx, false);
        Submission::new(None, Some(Arc::new(shown)), None)
    }

    /// Returns the values as they were sent, and the defaults of fields without any.
    fn values(&self) -> Vec<(String, String)> {
        let sent: BTreeMap<_, ()> = self.query.names().map(|name| (name, ())).collect();
        let default = T::from_form(FormData::empty().root()).ok();
        let defaults = default.iter().flat_map(frontdesk_form::__private::all_pairs);
        let is_absent = |name: &str| !sent.contains_key(name.split(['.', '[']).next().unwrap_or(name));
        let own = self.query.pairs();
        let own = own.map(|(name, value)| (name.to_owned(), value.to_owned()));
        own.chain(defaults.filter(|(name, _)| is_absent(name))).collect()
    }
}

/// Returns a filter as a query, without a question mark: in the order of its fields, without those that
/// have their default. It decodes to an equal filter, and equal filters have one query.
///
/// [`Search::href`] is that with the path of the page; this is for links from other pages, and for tests.
///
/// ```
/// # extern crate frontdesk_actions as frontdesk;
/// use frontdesk_actions::{FromForm, to_query};
///
/// #[derive(FromForm)]
/// struct Find {
///     q: Option<String>,
///     #[field(default = 1)]
///     page: u32,
///     tag: Vec<String>,
/// }
///
/// # fn main() {
/// let filter = Find { q: Some("a b".to_owned()), page: 1, tag: vec!["x".to_owned(), "y&z".to_owned()] };
/// assert_eq!(to_query(&filter), "q=a+b&tag=x&tag=y%26z");
/// # }
/// ```
#[must_use]
pub fn to_query<T: FormFields + Fill<T>>(filter: &T) -> String {
    // Pairs of texts can't fail.
    serde_urlencoded::to_string(query_pairs(filter)).unwrap_or_default()
}

impl<S: Sync, T: FormFields + Fill<T> + Send + 'static> FromRequestParts<S> for Search<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        const { refuse_secrets(T::FIELDS) }
        let ctx = Ctx::get(&parts.extensions)
            .cloned()
            .ok_or_else(|| outside_desk("Search"))?;
        let fields = fields_of::<T>();
        if fields.has_files() {
            let reason = "a search form can't have a file, because a query has none: use an action";
            return Err(Problem::internal(reason));
        }
        let query = read::<T>(parts.uri.query().unwrap_or_default()).ok_or_else(large_query)?;
        let path = ctx.path_and_query();
        let path = path.split('?').next().unwrap_or_default();
        let path = if is_local_path(path) { path } else { "/" }.to_owned();
        let value = T::from_form(query.root());
        let was_sent = has_fields::<T>(&query);
        if value.is_err() && was_sent {
            ctx.forbid_store();
        }
        Ok(Self {
            value,
            was_sent,
            query,
            path,
            fields,
            ctx,
        })
    }
}

impl<T: FormFields + Fill<T> + Send + 'static> KeyPart for Search<T> {
    fn reads(reads: &mut Reads) {
        let has_rest = T::FIELDS.iter().any(|field| field.rest);
        let names = T::FIELDS.iter().map(FieldInfo::name);
        reads.add_form(names, has_rest, canonical::<T>);
    }
}

/// Returns the names and values that stand for a query in cache keys. `None` if the page has messages.
fn canonical<T: FormFields + Fill<T>>(query: &str) -> Option<Vec<(String, String)>> {
    let form = read::<T>(query)?;
    match T::from_form(form.root()) {
        Ok(value) => Some(query_pairs(&value)),
        Err(_) if !has_fields::<T>(&form) => Some(Vec::new()),
        Err(_) => None,
    }
}

/// Reads a query, without what belongs to the protocol of actions. `None` if it is too large.
fn read<T: FormFields>(query: &str) -> Option<FormData> {
    let url = format!("?{query}");
    let query = with_parameter(&url, None);
    let query = query.trim_start_matches('?');
    let mut form = FormData::from_urlencoded(query.as_bytes(), &FormLimits::default()).ok()?;
    form.take_prefixed(RESERVED_PREFIX, |_, _| {});
    form.check_depth(is_field::<T>).ok()?;
    Some(form)
}

fn is_field<T: FormFields>(name: &str) -> bool {
    T::FIELDS.iter().any(|field| field.rest || field.name() == name)
}

fn has_fields<T: FormFields>(form: &FormData) -> bool {
    form.names().any(is_field::<T>)
}

/// Returns the description of the fields, which is made once for each type.
fn fields_of<T: FormFields + 'static>() -> Arc<ActionFields> {
    static ALL: LazyLock<RwLock<HashMap<TypeId, Arc<ActionFields>>>> = LazyLock::new(RwLock::default);
    let id = TypeId::of::<T>();
    if let Some(fields) = ALL.read().unwrap_or_else(PoisonError::into_inner).get(&id) {
        return Arc::clone(fields);
    }
    let fields = Arc::new(ActionFields::new(T::FIELDS));
    let mut all = ALL.write().unwrap_or_else(PoisonError::into_inner);
    Arc::clone(all.entry(id).or_insert(fields))
}

const fn refuse_secrets(fields: &[FieldInfo]) {
    let mut rest = fields;
    while let [field, others @ ..] = rest {
        assert!(
            !field.sealed,
            "a search form can't have a sealed field: its values stand in URLs"
        );
        assert!(
            !field.secret,
            "a search form can't have a secret field: its values stand in URLs"
        );
        rest = others;
    }
}

impl<T: fmt::Debug> fmt::Debug for Search<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Search")
            .field("value", &self.value)
            .finish_non_exhaustive()
    }
}

impl<T> fmt::Debug for SearchOf<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SearchOf")
    }
}

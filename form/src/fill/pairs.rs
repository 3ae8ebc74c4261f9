//! A whole form as the names and values of a query, in one canonical form.

use super::{Fill, FormValues, FormWriter};
use crate::builder::FormBuilder;
use crate::data::FormData;
use crate::from_form::FormFields;
use crate::limits::FormLimits;

/// Names and values, in the order of the fields.
type Pairs = Vec<(String, String)>;

/// Returns the names and values that decode to `value`, for a query string. They are the same for all
/// equal values, whatever names and values these were decoded from.
///
/// The fields are in the order of the struct. A field is left out if it would decode to the same value
/// without it: a blank `Option`, an empty list, a value that equals its default. Secrets are left out, and
/// so are values that no form can send, such as `Some("")`.
///
/// ```
/// use frontdesk_form::{FieldInfo, FormFields, FormWriter, Fill, Takes, query_pairs};
/// # use frontdesk_form::{Control, FieldErrors, FieldKind, FromForm, Node};
///
/// // `#[derive(FromForm)]` writes all of this.
/// struct Filter { q: Option<String>, tag: Vec<String> }
///
/// # impl FromForm for Filter {
/// #     const KIND: FieldKind = FieldKind::Group;
/// #     fn from_form(node: Node<'_>) -> Result<Self, FieldErrors> {
/// #         let (q, tag) = (Option::from_form(node.field("q"))?, Vec::from_form(node.field("tag"))?);
/// #         Ok(Self { q, tag })
/// #     }
/// # }
/// impl FormFields for Filter {
///     const FIELDS: &'static [FieldInfo] =
///         &[FieldInfo::of::<Option<String>>("q"), FieldInfo::of::<Vec<String>>("tag")];
/// }
///
/// impl<T: Takes<Filter> + ?Sized> Fill<T> for Filter {
///     fn fill(&self, form: &mut FormWriter<'_>) {
///         Fill::<Option<String>>::fill(&self.q, &mut form.field("q"));
///         Fill::<Vec<String>>::fill(&self.tag, &mut form.field("tag"));
///     }
/// }
///
/// let filter = Filter { q: None, tag: vec!["b".to_owned(), "a".to_owned()] };
/// let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
/// assert_eq!(query_pairs(&filter), [pair("tag", "b"), pair("tag", "a")]);
/// ```
#[must_use]
pub fn query_pairs<T: FormFields + Fill<T>>(value: &T) -> Vec<(String, String)> {
    let all = all_pairs(value);
    match T::from_form(FormData::empty().root()) {
        Ok(default) => without_defaults(all, &all_pairs(&default)),
        // Some field has no default, so each is tried alone.
        Err(_) => without_needless(all, |rest| decodes_to::<T>(rest)),
    }
}

/// Returns all names and values, defaults as well.
pub fn all_pairs<T: Fill<T>>(value: &T) -> Vec<(String, String)> {
    let mut values = FormValues::new();
    value.fill(&mut FormWriter::new(&mut values, ""));
    values.into_pairs()
}

fn without_defaults(mut all: Pairs, defaults: &[(String, String)]) -> Pairs {
    let is_default = |pairs: &[(String, String)], field: &str| {
        let is_own = |pair: &&(String, String)| root(&pair.0) == field;
        pairs.iter().filter(is_own).eq(defaults.iter().filter(is_own))
    };
    let mut needless = roots(&all);
    needless.retain(|field| is_default(&all, field));
    all.retain(|(name, _)| !needless.iter().any(|field| field == root(name)));
    all
}

fn without_needless(mut all: Pairs, decoded: impl Fn(&[(String, String)]) -> Option<Pairs>) -> Pairs {
    let whole = all.clone();
    for field in roots(&whole) {
        let rest: Vec<_> = whole.iter().filter(|(name, _)| root(name) != field).cloned().collect();
        if decoded(&rest).is_some_and(|decoded| decoded == whole) {
            all.retain(|(name, _)| root(name) != field);
        }
    }
    all
}

/// Returns all pairs of the value that these decode to, if they do.
fn decodes_to<T: FormFields + Fill<T>>(pairs: &[(String, String)]) -> Option<Pairs> {
    let mut form = FormBuilder::new(&FormLimits::default());
    for (name, value) in pairs {
        form.push(name.as_bytes(), value.as_bytes()).ok()?;
    }
    T::from_form(form.finish().root()).ok().map(|value| all_pairs(&value))
}

/// Returns the different fields that pairs belong to.
fn roots(pairs: &[(String, String)]) -> Vec<String> {
    let mut roots: Vec<String> = Vec::new();
    for (name, _) in pairs {
        if !roots.iter().any(|own| own == root(name)) {
            roots.push(root(name).to_owned());
        }
    }
    roots
}

/// Returns the field that a name belongs to: `a` for `a.b[c]`. A malformed name may be taken for a part
/// of another field, and then both are left out together or not at all.
fn root(name: &str) -> &str {
    name.split(['.', '[']).next().unwrap_or(name)
}

//! Lists and maps.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, LinkedList, VecDeque};

use super::{AnyField, Fill, FormValues, FormWriter};

fn items<T: ?Sized, V: Fill<T>>(list: impl IntoIterator<Item = V>, form: &mut FormWriter<'_>) {
    // So that an empty list replaces what was filled in before.
    form.no_items();
    for (index, value) in list.into_iter().enumerate() {
        value.fill(&mut form.item(index));
    }
}

/// Writes the items of a set without an order in that of their values, so that equal sets are written
/// alike.
fn sorted_items<T: ?Sized, V: Fill<T>>(set: impl IntoIterator<Item = V>, form: &mut FormWriter<'_>) {
    let mut all: Vec<_> = set.into_iter().collect();
    all.sort_by_cached_key(|value| {
        let mut values = FormValues::new();
        value.fill(&mut FormWriter::new(&mut values, ""));
        values.into_pairs()
    });
    items(all, form);
}

impl<V: Fill<T>, T> Fill<Vec<T>> for [V] {
    fn fill(&self, form: &mut FormWriter<'_>) {
        items(self, form);
    }
}

impl<V: Fill<AnyField>> Fill<AnyField> for [V] {
    fn fill(&self, form: &mut FormWriter<'_>) {
        items(self, form);
    }
}

impl<V, T: ?Sized> Fill<T> for Vec<V>
where
    [V]: Fill<T>,
{
    fn fill(&self, form: &mut FormWriter<'_>) {
        self.as_slice().fill(form);
    }
}

impl<V, T: ?Sized, const N: usize> Fill<T> for [V; N]
where
    [V]: Fill<T>,
{
    fn fill(&self, form: &mut FormWriter<'_>) {
        self.as_slice().fill(form);
    }
}

/// Implements `Fill` for other lists, and for fields of the same type and of a `Vec`.
macro_rules! lists {
    ($write:ident: $($list:ident<V $(, $hasher:ident)?>)+) => {$(
        impl<V: Fill<T>, T $(, $hasher)?> Fill<$list<T $(, $hasher)?>> for $list<V $(, $hasher)?> {
            fn fill(&self, form: &mut FormWriter<'_>) {
                $write(self, form);
            }
        }

        impl<V: Fill<T>, T $(, $hasher)?> Fill<Vec<T>> for $list<V $(, $hasher)?> {
            fn fill(&self, form: &mut FormWriter<'_>) {
                $write(self, form);
            }
        }

        impl<V: Fill<AnyField> $(, $hasher)?> Fill<AnyField> for $list<V $(, $hasher)?> {
            fn fill(&self, form: &mut FormWriter<'_>) {
                $write(self, form);
            }
        }
    )+};
}

lists! { items: BTreeSet<V> LinkedList<V> VecDeque<V> }
lists! { sorted_items: HashSet<V, S> }

/// An item of a list of keys and values is a field at its key, as for maps.
impl<K: Fill<L>, V: Fill<W>, L, W> Fill<(L, W)> for (K, V) {
    fn fill(&self, form: &mut FormWriter<'_>) {
        self.1.fill(&mut form.entry(&text_of(&self.0)));
    }
}

impl<K: Fill<AnyField>, V: Fill<AnyField>> Fill<AnyField> for (K, V) {
    fn fill(&self, form: &mut FormWriter<'_>) {
        self.1.fill(&mut form.entry(&text_of(&self.0)));
    }
}

fn entries<'e, K, V, L, W>(map: impl IntoIterator<Item = (&'e K, &'e V)>, form: &mut FormWriter<'_>)
where
    K: Fill<L> + 'e,
    V: Fill<W> + 'e,
    L: ?Sized,
    W: ?Sized,
{
    form.no_items();
    for (key, value) in map {
        value.fill(&mut form.key(&text_of::<L>(key)));
    }
}

/// Writes the entries of a map without an order in that of their keys, so that equal maps are written
/// alike.
fn sorted_entries<'e, K, V, L, W>(map: impl IntoIterator<Item = (&'e K, &'e V)>, form: &mut FormWriter<'_>)
where
    K: Fill<L> + 'e,
    V: Fill<W> + 'e,
    L: ?Sized,
    W: ?Sized,
{
    let mut all: Vec<_> = map.into_iter().collect();
    all.sort_by_cached_key(|(key, _)| text_of::<L>(*key));
    entries::<K, V, L, W>(all, form);
}

/// Implements `Fill` for maps. `R` is the hasher of the field's type.
macro_rules! maps {
    ($write:ident: $([$($parameter:ident),*] $map:ty => $field:ty;)+) => {$(
        impl<K: Fill<L>, V: Fill<W>, L, W, $($parameter),*> Fill<$field> for $map {
            fn fill(&self, form: &mut FormWriter<'_>) {
                $write::<K, V, L, W>(self, form);
            }
        }
    )+};
}

maps! { entries:
    [] BTreeMap<K, V> => BTreeMap<L, W>;
    [] BTreeMap<K, V> => Option<BTreeMap<L, W>>;
    [] BTreeMap<K, V> => Vec<(L, W)>;
    [R] BTreeMap<K, V> => HashMap<L, W, R>;
    [R] BTreeMap<K, V> => Option<HashMap<L, W, R>>;
}

maps! { sorted_entries:
    [S] HashMap<K, V, S> => BTreeMap<L, W>;
    [S] HashMap<K, V, S> => Option<BTreeMap<L, W>>;
    [S] HashMap<K, V, S> => Vec<(L, W)>;
    [S, R] HashMap<K, V, S> => HashMap<L, W, R>;
    [S, R] HashMap<K, V, S> => Option<HashMap<L, W, R>>;
}

impl<K: Fill<AnyField>, V: Fill<AnyField>> Fill<AnyField> for BTreeMap<K, V> {
    fn fill(&self, form: &mut FormWriter<'_>) {
        entries::<K, V, AnyField, AnyField>(self, form);
    }
}

impl<K: Fill<AnyField>, V: Fill<AnyField>, S> Fill<AnyField> for HashMap<K, V, S> {
    fn fill(&self, form: &mut FormWriter<'_>) {
        sorted_entries::<K, V, AnyField, AnyField>(self, form);
    }
}

/// Returns the text of a key.
fn text_of<T: ?Sized>(key: &(impl Fill<T> + ?Sized)) -> String {
    let mut values = FormValues::new();
    key.fill(&mut FormWriter::new(&mut values, ""));
    values
        .into_iter()
        .flat_map(|(_, values)| values)
        .next()
        .unwrap_or_default()
}

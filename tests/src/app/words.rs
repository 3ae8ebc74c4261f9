//! The catalogue: Frontdesk's messages in German, and the app's own.

use german::{Fluent, GERMAN};

/// The app's own messages. Their English texts are in the code.
const OWN: &str = "
taken = gibt es schon
sum-too-large = die Summe ist zu groß
bad-theme = einen solchen Wert kann ein Cookie nicht haben
only-a-preview = nur eine Vorschau
room-taken = an diesem Tag vergeben
name-needed = Bitte schreiben Sie Ihren Namen.
city-needed = Bitte schreiben Sie Ihren Ort.
gone =
    .note = Diese Notiz ist schon gelöscht.
    .item = Das gibt es nicht mehr.
conflict =
    .detail = Jemand anderes hat es zuerst geändert.
no-access =
    .guests = Gäste haben keinen Zugang.
    .anyone = Das ist nicht erlaubt.
logged-out =
    .title = Sie sind abgemeldet
full =
    .title = Wir sind ausgebucht
wrong-signature =
    .detail = Die Signatur passt nicht zur Anfrage.
unknown-format =
    .detail = Formate sind json, csv und text.
";

/// Returns the catalogue.
pub(super) fn german() -> Fluent {
    let list = format!("{GERMAN}{OWN}");
    // The tests of the suite would all fail without it.
    Fluent::new(&[("de", &list)]).unwrap_or_else(|error| unreachable!("{error}"))
}

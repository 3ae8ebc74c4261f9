# Alle Meldungen von Frontdesk auf Deutsch. Übersetzt aus `words/en.ftl` der Crate `frontdesk`.

required = erforderlich

not-valid = ist ungültig

not-a-bool = muss wahr oder falsch sein

not-json = ist kein gültiges JSON

not-text = muss ein Text sein

has-nul = enthält ein Zeichen, das nicht erlaubt ist (NUL)

not-a-character = muss ein einzelnes Zeichen sein

text-for-number = senden Sie eine Zahl, keinen Text

not-utf8 = ist kein gültiger UTF-8-Text

unnumbered-rows = hat Zeilen, die nicht zu unterscheiden sind

not-a-number = ist keine Zahl

not-whole = muss eine ganze Zahl sein

out-of-range = liegt außerhalb des gültigen Bereichs

not-between = muss zwischen { $min } und { $max } liegen

too-early = darf nicht vor { $min } liegen

too-late = darf nicht nach { $max } liegen

sent-twice = wurde mehr als einmal gesendet

not-single = muss ein einzelner Wert sein

not-a-list = muss eine Liste sein

not-a-group = muss eine Gruppe von Feldern sein

not-a-file = muss eine Datei sein

file-for-text = muss ein Text sein, keine Datei

wrong-count = hat die falsche Anzahl von Werten
    .exact = muss aus { $count } Werten bestehen

not-a-choice = muss eine der Möglichkeiten sein
    .list = muss eines von diesen sein: { $choices }
    .more = muss eines von diesen sein: { $choices } und { $more } weitere

not-empty = muss leer sein

zero = darf nicht 0 sein

not-a-date = muss ein Datum sein
    .time = muss ein Datum ohne Uhrzeit sein

not-a-time = muss eine Uhrzeit sein
    .date = muss eine Uhrzeit ohne Datum und ohne Zeitzone sein

not-a-date-and-time = muss ein Datum mit Uhrzeit sein
    .offset = muss ein Datum mit Uhrzeit sein, ohne Zeitzone

unknown-field = ist kein bekanntes Feld
    .form = ist kein Feld dieses Formulars
    .detail = Dieses Feld hat das Formular nicht.

too-many-names =
    .detail = Eine Prüfung nimmt höchstens { $max } Namen von Feldern an.

check-at-other-url =
    .detail = Formulare werden unter der Adresse ihrer Aktion geprüft, gefolgt von „/check“. Es wurde nichts getan.

too-many-fields =
    .detail = Das Formular hat mehr als { $limit } Felder.
    .values = Die Anfrage hat mehr als { $limit } Werte.

too-many-levels =
    .detail = Die Namen des Formulars sind mehr als { $limit } Ebenen tief verschachtelt.

invalid-json =
    .syntax = Die Anfrage ist kein gültiges JSON: Zeile { $line }, Spalte { $column }.
    .object = Das JSON der Anfrage muss ein Objekt sein.
    .long-name = Ein Name im JSON der Anfrage ist zu lang: Zeile { $line }, Spalte { $column }.
    .utf8 = Die Anfrage ist kein UTF-8-Text.
    .empty = Die Anfrage ist leer. Senden Sie JSON.
    .detail = Die Anfrage ist kein JSON (Zeile { $line }, Spalte { $column }).

precondition-failed =
    .detail = Hier ist nicht mehr die verlangte Version (`If-Match`, `If-Unmodified-Since`).

invalid-postcard =
    .detail = Die Anfrage in postcard hat nicht die erwarteten Felder.

postcard-unsupported = Postcard wird hier nicht angenommen.

too-short = muss mindestens { $min } Zeichen haben
    .bytes = { $min ->
        [one] muss mindestens { $min } Byte haben
       *[other] muss mindestens { $min } Bytes haben
    }
    .count = ist zu kurz: mindestens { $min }

too-long = darf höchstens { $max } Zeichen haben
    .bytes = { $max ->
        [one] darf höchstens { $max } Byte haben
       *[other] darf höchstens { $max } Bytes haben
    }
    .count = ist zu lang: höchstens { $max }

too-low = muss mindestens { $min } sein

too-high = darf höchstens { $max } sein

not-a-card-number = ist keine gültige Kartennummer

wrong-format = hat nicht das erwartete Format

lacks = muss „{ $text }“ enthalten

lacks-prefix = muss mit „{ $text }“ beginnen

lacks-suffix = muss mit „{ $text }“ enden

not-a-url = ist keine gültige Webadresse

not-a-phone-number = ist keine gültige Telefonnummer

not-an-ip-address = ist keine gültige { $kind }-Adresse

not-the-same = stimmt nicht überein

not-an-email = ist keine gültige E-Mail-Adresse

not-ascii = darf keine Umlaute, Akzente und andere besondere Zeichen haben

not-alphanumeric = darf nur Buchstaben und Ziffern haben

page =
    .server-error = Bei uns ist etwas schiefgegangen. Bitte versuchen Sie es später noch einmal.
    .more = und { $count } weitere
    .summary = Es gibt ein Problem
    .still-there = Mit dem Zurück-Knopf Ihres Browsers finden Sie den Text meist wieder.

invalid-fields =
    .title = Einige Felder müssen geändert werden
    .limits = Das Formular hat zu viele Felder, oder ihre Namen haben zu viele Ebenen.
    .form = Das Formular ist anders aufgebaut als erwartet.
    .json = Das JSON ist anders aufgebaut als erwartet.

missing-or-not-valid = fehlt oder ist ungültig

method-not-allowed =
    .detail = Diese Adresse unterstützt nur { $methods }.
    .action = Eine Server-Aktion wird mit POST aufgerufen, indem man ihr Formular abschickt.

unsupported-media-type =
    .detail = Senden Sie die Anfrage als `{ $type }`, mit diesem Content-Type.
    .text-plain = Das Formular wurde als `text/plain` gesendet: Entfernen Sie `enctype="text/plain"` aus seinem Tag.
    .json-charset = Als Zeichensatz war { $charset } angegeben. JSON wird in UTF-8 gesendet (RFC 8259, Abschnitt 8.1).
    .form-charset = Das Formular wurde im Zeichensatz { $charset } gesendet: Schreiben Sie `accept-charset="utf-8"` in sein Tag.
    .files = Diese Server-Aktion nimmt Dateien an: Senden Sie ihr Formular als `multipart/form-data`.
    .forms = Eine Server-Aktion nimmt die Daten eines HTML-Formulars an, oder JSON.
    .not-sent = Das Formular konnte nicht gesendet werden
    .enctype = Diese Seite hat einen Fehler, sodass ihre Dateien nicht gesendet werden konnten. Es ist nichts geschehen.

body-too-large =
    .detail = Die Anfrage ist größer, als hier angenommen wird.
    .title = Das ist zu groß
    .limit = Dieses Formular nimmt höchstens { $limit } auf einmal an.
    .server = Dieses Formular ist größer, als der Server annimmt.

unreadable-body =
    .detail = Die Anfrage ist unvollständig oder kein UTF-8-Text.
    .incomplete = Die Anfrage ist nicht vollständig angekommen.

invalid-path =
    .detail = Ein Teil der Adresse ist ungültig.
    .parameter = Der Teil der Adresse für `{ $name }` ist ungültig.

invalid-query =
    .detail = Ein Parameter der Adresse fehlt oder ist ungültig.
    .one = Der Parameter { $name } der Adresse fehlt oder ist ungültig.
    .list = Die Parameter { $names } der Adresse fehlen oder sind ungültig.
    .more = Die Parameter { $names } der Adresse und weitere fehlen oder sind ungültig.
    .limits = Die Adresse hat zu viele Parameter, oder deren Namen haben zu viele Ebenen.

unsupported-transfer-encoding =
    .detail = Senden Sie die Anfrage mit ihrer Länge oder in Stücken, und ohne eine andere Transferkodierung.

invalid-request =
    .detail = Die Anfragezeile oder ein Header ist fehlerhaft.

status-400 = Fehlerhafte Anfrage

status-401 = Anmeldung erforderlich

status-402 = Zahlung erforderlich

status-403 = Nicht erlaubt

status-404 = Nicht gefunden

status-405 = Methode nicht erlaubt

status-406 = Nicht annehmbar

status-408 = Zeitüberschreitung der Anfrage

status-409 = Konflikt

status-410 = Nicht mehr vorhanden

status-411 = Länge erforderlich

status-412 = Vorbedingung nicht erfüllt

status-413 = Anfrage zu groß

status-414 = Adresse zu lang

status-415 = Medientyp nicht unterstützt

status-416 = Bereich nicht erfüllbar

status-417 = Erwartung nicht erfüllt

status-421 = Fehlgeleitete Anfrage

status-422 = Nicht verarbeitbare Eingabe

status-423 = Gesperrt

status-424 = Abhängigkeit fehlgeschlagen

status-426 = Upgrade erforderlich

status-428 = Vorbedingung erforderlich

status-429 = Zu viele Anfragen

status-431 = Header der Anfrage zu groß

status-451 = Aus rechtlichen Gründen nicht verfügbar

status-500 = Interner Serverfehler

status-501 = Nicht implementiert

status-502 = Fehlerhaftes Gateway

status-503 = Dienst nicht verfügbar

status-504 = Zeitüberschreitung des Gateways

status-507 = Nicht genug Speicherplatz

expired = ist abgelaufen

file-too-large = ist zu groß: höchstens { $max }

choose-file = wählen Sie die Datei noch einmal aus
    .limit = wählen Sie eine Datei von höchstens { $max }

choose-files = wählen Sie die Dateien noch einmal aus

guard =
    .repeated = Die Anfrage wiederholt einen Header, der sagt, von welcher Seite sie kommt.
    .unreadable = Der Header der Anfrage, der sagen soll, von welcher Seite sie kommt, ist unlesbar.
    .other-site = Das Formular wurde von einer anderen Website gesendet.
    .unclear = Die Anfrage sagt nicht eindeutig, von welcher Seite sie kommt.
    .no-host = Die Anfrage sagt nicht eindeutig, für welchen Host sie ist.
    .other-host = Die Anfrage ist für einen Host, unter dem es diese App nicht gibt.
    .proxy = Der Proxy vor dieser App sagt nicht eindeutig, für welchen Host die Anfrage ist.
    .not-a-browser = Server-Aktionen nehmen nur Anfragen von den Seiten dieser App an, und diese Anfrage nennt keine Seite. Programme und andere Dienste können Route-Handler verwenden.

unknown-action =
    .detail = Diese Aktion gibt es nicht. Vielleicht ist die Seite veraltet: Laden Sie sie neu und versuchen Sie es noch einmal.

unsupported-encoding =
    .detail = Senden Sie die Anfrage, wie sie ist, ohne Kompression.

body-stalled =
    .detail = Der Rest der Anfrage ist nicht rechtzeitig angekommen.

invalid-multipart =
    .detail = Das Multipart-Formular ist unvollständig oder fehlerhaft.
    .encoded = Ein Teil des Formulars ist kodiert (Content-Transfer-Encoding). Formulare werden ohne das gesendet (RFC 7578, Abschnitt 4.7).

too-many-files =
    .detail = Das Formular hat mehr als { $limit } Dateien.

too-much-text =
    .detail = Die Textfelder des Formulars sind zusammen länger als { $limit }.

part-headers-too-large =
    .detail = Die Header eines Teils sind länger als { $limit }.

form-expired =
    .title = Dieses Formular ist abgelaufen
    .detail = Diesmal ist nichts geschehen. Bitte senden Sie es noch einmal von der Seite, wie sie jetzt ist.
    .once = Diesmal ist nichts geschehen. Falls Sie es schon einmal gesendet haben, wissen wir nicht, ob es verarbeitet wurde: Prüfen Sie das, bevor Sie es noch einmal senden.

no-identity =
    .title = Sie sind nicht mehr angemeldet
    .detail = Diesmal ist nichts geschehen. Bitte melden Sie sich an, und senden Sie es noch einmal.
    .once = Diesmal ist nichts geschehen. Bitte melden Sie sich an. Falls Sie es schon einmal gesendet haben, prüfen Sie, ob es verarbeitet wurde, bevor Sie es noch einmal senden.

already-sent =
    .title = Dieses Formular wurde schon gesendet
    .differently = Es wurde mit anderen Werten gesendet, und diesmal ist nichts geschehen. Prüfen Sie zuerst das Ergebnis. Um auch diese Werte zu senden, senden Sie das Formular noch einmal.
    .lost = Ihre Anfrage wurde vielleicht teilweise verarbeitet, und diesmal ist nichts geschehen. Prüfen Sie das Ergebnis, bevor Sie sie noch einmal senden.

once-unknown =
    .title = Dieses Formular wurde vielleicht schon gesendet
    .detail = Wir wissen nicht, ob dieses Formular verarbeitet wurde. Prüfen Sie das, bevor Sie es noch einmal senden.

once-unavailable =
    .title = Das geht gerade nicht
    .detail = Diesmal ist nichts geschehen. Falls Sie dieses Formular schon einmal gesendet haben, wissen wir nicht, ob es verarbeitet wurde: Prüfen Sie das, bevor Sie es noch einmal senden.

timeout =
    .title = Das dauert zu lange
    .detail = Ihre Anfrage wurde vielleicht teilweise verarbeitet. Prüfen Sie das Ergebnis, bevor Sie sie noch einmal senden.

not-all-kept =
    .title = Ein Teil Ihrer Eingaben konnte nicht aufbewahrt werden
    .detail = Bitte prüfen Sie das Formular, bevor Sie es noch einmal senden.

result-not-shown =
    .title = Das ist erledigt
    .detail = Das Ergebnis kann nicht angezeigt werden. Sie brauchen das Formular nicht noch einmal zu senden.

cookies-needed =
    .title = Diese Seite braucht Cookies
    .not-run = Das Formular wurde nicht verarbeitet. Erlauben Sie Cookies für diese Website, und senden Sie es dann noch einmal.
    .done = Das Formular wurde verarbeitet, aber das Ergebnis kann nicht angezeigt werden. Sie brauchen es nicht noch einmal zu senden.
    .failed = Das Formular ist angekommen, aber es gab ein Problem, das nicht angezeigt werden kann. Erlauben Sie Cookies für diese Website, und prüfen Sie, was geschehen ist, bevor Sie das Formular noch einmal senden.

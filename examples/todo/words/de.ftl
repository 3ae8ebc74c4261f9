# Die Texte der Seiten.

todos = Aufgaben
failed = Fehler
new-todo = Neue Aufgabe
what = Was ist zu tun?
due = Fällig am
due-format = %-d.%-m.%Y
urgent = Dringend
notes = Notizen
details = Fälligkeit, Dringlichkeit, Notizen
add = Hinzufügen
save = Speichern
cancel = Abbrechen

search = Suchen
filter = Filter
show-all = Alle
show-open = Offen
show-done = Erledigt
nothing-here = Noch nichts da. Fügen Sie oben Ihre erste Aufgabe hinzu.
nothing-open = Nichts mehr zu tun.
nothing-done = Noch nichts erledigt.
nothing-found = Nichts gefunden.

complete = Erledigen
reopen = Wieder öffnen
overdue = überfällig
edit = Bearbeiten
edit-todo = Aufgabe bearbeiten
delete = Löschen
really-delete = Ja, löschen

back-to-list = Zurück zur Liste
our-side = Bei uns ist etwas schiefgegangen. Bitte versuchen Sie es später noch einmal.
check-address = Prüfen Sie die Adresse, oder gehen Sie zurück zur Liste.
error-number = Fehlernummer

not-sent = Der Server ist nicht erreichbar. Sie können es gefahrlos noch einmal senden.
perhaps-sent = Die Verbindung ist abgebrochen. Vielleicht wurde es schon erledigt: Bitte prüfen Sie die Liste, bevor Sie es noch einmal senden.

welcome = Willkommen
welcome-text = Diese Seite kommt von der { $framework }-App selbst und wurde { $visits ->
        [one] einmal
       *[other] { $visits } Mal
    } besucht. Ihr Formular ruft eine Aktion des Desks auf, der auch die Liste zeigt.
to-list = Zur Liste

# Meldungen, deren englischer Text im Code steht.

added = Hinzugefügt
deleted = Gelöscht
on-list = steht schon auf Ihrer Liste
four-digits = schreiben Sie das Jahr mit vier Ziffern
no-such-todo = Diese Aufgabe gibt es nicht. Vielleicht wurde sie gelöscht.
busy = Zu viele Anfragen auf einmal
list-busy = Die Liste ist gerade ausgelastet. Bitte versuchen Sie es noch einmal.
other-site = Die Anfrage kam von der Seite einer anderen Website.
only-json = Das gibt es nur als application/json.
no-if-match = Senden Sie If-Match mit dem ETag der Aufgabe, die Sie ändern.
excluded-version = Die Aufgabe ist eine, die If-None-Match ausschließt.
only-merge-patch = Senden Sie die Änderungen als application/merge-patch+json.
changed-meanwhile = Die Aufgabe hat sich geändert. Rufen Sie sie noch einmal ab, und wiederholen Sie die Änderung.

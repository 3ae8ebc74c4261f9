# The texts of the pages. Those of Frontdesk are in its own list; those of problems stand where the
# problem is made, and in German here and there.

todos = Todos
failed = Error
new-todo = New todo
what = What needs to be done?
due = Due date
due-format = %a, %-d %b %Y
urgent = Urgent
notes = Notes
details = Due date, urgency, notes
add = Add
save = Save
cancel = Cancel

search = Search
filter = Filter
show-all = All
show-open = Open
show-done = Done
nothing-here = Nothing here yet. Add your first todo above.
nothing-open = Nothing left to do.
nothing-done = Nothing done yet.
nothing-found = Nothing found.

complete = Complete
reopen = Reopen
overdue = overdue
edit = Edit
edit-todo = Edit todo
delete = Delete
really-delete = Yes, delete it

back-to-list = Back to the list
our-side = Something went wrong on our side. Please try again later.
check-address = Check the address, or go back to the list.
error-number = Error number

not-sent = The server could not be reached. You can safely send this again.
perhaps-sent = The connection failed. Your request may have been processed: check the list before you send it again.

welcome = Welcome
welcome-text = This page is served by the { $framework } app itself, and has been visited { $visits ->
        [one] once
       *[other] { $visits } times
    }. Its form calls an action of the desk, which also serves the list.
to-list = To the list

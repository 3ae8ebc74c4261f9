// Adds messages as they come, and sends the form without loading the page. All of it works without
// this script.
const list = document.getElementById("messages");
const form = document.getElementById("say");
const input = form.querySelector("input[name=text]");
const problem = document.getElementById("problem");
const connection = document.getElementById("connection");

// The browser connects again by itself, with the id of the last event.
const events = new EventSource(list.dataset.events);
const tellOfConnection = (text) => {
    connection.textContent = text;
    connection.hidden = false;
};
let isRestarting = false;
// It scrolls, and without a mouse only while it has the focus.
list.tabIndex = 0;
events.onopen = () => {
    isRestarting = false;
    connection.hidden = true;
};
events.onerror = () => {
    // The browser gives up when the response is not a stream, that of a proxy without its server say.
    if (events.readyState === EventSource.CLOSED) tellOfConnection("Not connected. Load the page again.");
    else if (!isRestarting) tellOfConnection("Not connected. Trying again …");
};
events.addEventListener("bye", () => {
    isRestarting = true;
    tellOfConnection("The server is restarting. Connecting again …");
});
events.onmessage = (event) => {
    const isAtEnd = list.scrollTop + list.clientHeight >= list.scrollHeight - 20;
    list.insertAdjacentHTML("beforeend", event.data);
    if (isAtEnd) list.scrollTop = list.scrollHeight;
};
events.addEventListener("people", (event) => (document.getElementById("people").innerHTML = event.data));
events.addEventListener("lost", () => location.reload());
list.scrollTop = list.scrollHeight;

form.addEventListener("submit", async (submit) => {
    submit.preventDefault();
    const button = form.querySelector("button");
    button.disabled = true;
    try {
        const body = new URLSearchParams(new FormData(form));
        const response = await fetch(form.action, { method: "POST", body, headers: { accept: "application/json" } });
        if (response.ok) {
            input.value = "";
            problem.hidden = true;
        } else {
            const { status, title, detail, errors = {} } = await response.json();
            // Sent as a form, it leads to the page where people enter, and back with its text.
            if (status === 401) return form.submit();
            problem.textContent = [detail ?? title, ...Object.values(errors).flat()].join(" ");
            problem.hidden = false;
        }
    } catch {
        problem.textContent = "The server can't be reached. Your message was not sent.";
        problem.hidden = false;
    } finally {
        button.disabled = false;
        input.focus();
    }
});

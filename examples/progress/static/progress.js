// Shows the progress as it comes. Without this script the page loads itself again.
const job = document.getElementById("job");
const connection = document.getElementById("connection");
const set = (id, text) => {
    const element = document.getElementById(id);
    // Screen readers announce the state when it changes, and not with each row.
    if (element.textContent !== text) element.textContent = text;
};

const show = (status) => {
    set("state", status.title);
    document.getElementById("state").className = `state ${status.state}`;
    set("text", status.text);
    document.getElementById("bar").value = status.percent;
    document.title = `${status.state === "running" ? `${status.percent} %` : status.title} – ${status.name}`;
};

// The browser connects again by itself, with the id of the last event.
const events = new EventSource(job.dataset.events);
events.onopen = () => (connection.hidden = true);
events.onerror = () => {
    connection.hidden = false;
    // The server doesn't know the job any more.
    if (events.readyState === EventSource.CLOSED) connection.textContent = "Not connected. Load the page again.";
};
events.addEventListener("progress", (event) => show(JSON.parse(event.data)));
events.addEventListener("problem", (event) => {
    document.getElementById("refused").hidden = false;
    document.getElementById("problems").insertAdjacentHTML("beforeend", event.data);
});
events.addEventListener("end", (event) => {
    events.close();
    show(JSON.parse(event.data));
    location.reload(); // The page of a job that has ended has its results.
});
events.addEventListener("bye", (event) => {
    events.close();
    show(JSON.parse(event.data));
});

// What happens when a form is submitted.

/** Pages are loaded one after the other, so that an older one never replaces a newer one. */
let turn = Promise.resolve();

/**
 * Sends a form. Whatever fails before it is sent leaves it to the browser.
 * @param {SubmitEvent} event
 */
const onSubmit = event => {
  const form = /** @type {HTMLFormElement} */ (event.target);
  const call = event.defaultPrevented ? undefined : callOf(form, event.submitter);
  if (!call) return;
  if (pending.has(form)) return event.preventDefault();
  /** @type {(() => void)[]} */
  const undo = [];
  const detail = { ...call, rollback: (/** @type {() => void} */ step) => undo.push(step) };
  if (!emit(form, 'frontdesk:submit', detail)) return event.preventDefault();
  try {
    stopChecks(form);
    form.querySelector('[data-frontdesk-failed]')?.remove();
    mark(form);
    const sent = send(call);
    event.preventDefault();
    finish(call, sent, undo);
  } catch (error) {
    unmark(form);
    throw error;
  }
};

/**
 * @param {Call} call
 * @param {Promise<Response>} sent
 * @param {(() => void)[]} undo
 */
const finish = async (call, sent, undo) => {
  const { form } = call;
  const fail = (/** @type {object} */ detail) => {
    for (const step of undo.splice(0).reverse()) step();
    return emit(form, 'frontdesk:error', detail);
  };
  try {
    const response = await sent;
    const hasFailed = response.status >= 400;
    // A page that breaks off is a response that did not arrive.
    const html = isPage(response) ? await response.text() : undefined;
    const goesOn = hasFailed ? fail({ response }) : emit(form, 'frontdesk:success', { response });
    if (goesOn) {
      const placed = turn.then(() => show(call, response, html, hasFailed));
      turn = placed.catch(() => {});
      await placed;
    } else unmark(form);
    for (const { type, ...detail } of JSON.parse(response.headers.get('Frontdesk-Events') ?? '[]')) {
      emit(form, type, detail);
    }
  } catch (error) {
    unmark(form);
    if (!leaving && fail({ error })) showFailure(form);
  }
  emit(form, 'frontdesk:finish', {});
};

/**
 * Returns whether another build of the app has responded.
 * @param {Response} response
 */
const isOtherBuild = response => (response.headers.get('Frontdesk-Build') ?? build) !== build;

/**
 * @param {Response} response
 */
const isPage = response => /^text\/html\b/.test(response.headers.get('Content-Type') ?? '');

/**
 * Shows what a response has. If that fails, the browser loads the page.
 * @param {Call} call
 * @param {Response} response
 * @param {string | undefined} html Its text, if it is a page.
 * @param {boolean} hasFailed
 */
const show = async (call, response, html, hasFailed) => {
  const to = response.headers.get('Frontdesk-Redirect');
  let url = to ? new URL(to, response.url) : response.url !== call.url ? new URL(response.url) : undefined;
  try {
    let page = response;
    if (to && url?.origin === location.origin && !isOtherBuild(response)) {
      page = await fetch(url, { headers: headers() });
      html = isPage(page) ? await page.text() : undefined;
      url = new URL(new URL(page.url).hash || !url.hash ? page.url : page.url + url.hash);
    } else if (to) return leave(call.form, /** @type {URL} */ (url));
    const isPart = page.headers.has('Frontdesk-Part');
    if (isOtherBuild(page) && (url || isPart) || to && html === undefined) {
      return leave(call.form, url ?? new URL(location.href));
    }
    if (html === undefined) {
      unmark(call.form);
      if (page.status !== 204) await save(page);
    } else if (isPart) await placeParts(call, parse(html));
    else await place(call, parse(html), url, hasFailed);
  } catch (error) {
    console.error(error);
    if (url || html === undefined) leave(call.form, url ?? new URL(location.href));
    else write(html);
  }
};

/**
 * Shows a page that has no URL as the browser would.
 * @param {string} html
 */
const write = html => {
  Reflect.deleteProperty(window, running);
  document.open();
  document.write(/** @type {string} */ (policy.createHTML(html)));
  document.close();
};

/**
 * Leaves the page, if that is where the URL leads: it may be a file.
 * @param {HTMLFormElement} form
 * @param {URL} url
 */
const leave = (form, url) => {
  go(url);
  setTimeout(unmark, 5000, form);
};

/**
 * Saves a file that a form responds with.
 * @param {Response} response
 */
const save = async response => {
  const [, encoded, quoted] = /filename(?:\*=UTF-8''([^;]+)|="?([^";]+))/i.exec(
    response.headers.get('Content-Disposition') ?? '',
  ) ?? [];
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await response.blob());
  link.download = encoded ? decodeURIComponent(encoded) : quoted ?? '';
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
};

Object.assign(window, { [running]: build });
for (const type of ['input', 'change']) {
  addEventListener(type, event => event.target && touched.add(event.target), true);
}
addEventListener('reset', event => accept(/** @type {HTMLFormElement} */ (event.target)));
addEventListener('submit', onSubmit);
for (const type of ['input', 'focusout']) addEventListener(type, checkSoon);
addEventListener('popstate', ({ state }) => {
  if (state?.frontdesk && state.frontdesk !== shown) location.reload();
});
addEventListener('pagehide', () => leaving = true);
addEventListener('pageshow', () => {
  leaving = false;
  for (const form of [...pending.keys()]) unmark(form);
});

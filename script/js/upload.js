// Part of the extras: a form with a file.

/**
 * Sends a form by `XMLHttpRequest`, which reports the progress.
 * @param {Call} call
 * @returns {Promise<Response>}
 */
const upload = ({ form, url, body }) => new Promise((resolve, reject) => {
  const upload = new XMLHttpRequest();
  upload.open('POST', url);
  for (const [name, value] of Object.entries(headers)) upload.setRequestHeader(name, value);
  upload.responseType = 'blob';
  upload.upload.onprogress = ({ loaded, total }) => {
    emit(form, 'frontdesk:progress', { loaded, total });
    for (const bar of /** @type {NodeListOf<HTMLProgressElement>} */ (run(form, 'querySelectorAll', 'progress'))) {
      bar.max = total;
      bar.value = loaded;
    }
  };
  upload.onerror = upload.onabort = reject;
  upload.onload = () => {
    try {
      const headers = new Headers();
      for (const line of upload.getAllResponseHeaders().trim().split('\r\n')) {
        const [, name, value] = /(.+?):(.*)/.exec(line) ?? [];
        if (name) headers.append(name, value);
      }
      const { status, statusText } = upload;
      const body = upload.response?.size > 0 ? upload.response : null;
      const response = new Response(body, { status, statusText, headers });
      resolve(Object.defineProperty(response, 'url', { value: upload.responseURL }));
    } catch (error) {
      reject(error);
    }
  };
  upload.send(body);
});

/* Files of a form: each is sent by itself with its progress; the form keeps what the page calls it. */
(function (gce) {
  "use strict";

  const { gettext } = gce;

  function send(box, file) {
    const bar = box.querySelector("progress");
    const request = new XMLHttpRequest(); // fetch does not tell how far it has come
    const data = new FormData();
    data.append("file", file);
    request.open("POST", location.pathname + "?upload=" + box.dataset.gceUpload);
    for (const [name, value] of Object.entries(gce.headers())) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded, total }) => { bar.value = (100 * loaded) / total; };
    return new Promise((resolve, reject) => {
      request.onload = () => resolve(JSON.parse(request.responseText));
      request.onerror = () => reject(new gce.Failure(gettext("The file could not be sent.")));
      request.send(data);
    });
  }

  document.addEventListener("change", async (event) => {
    const box = event.target.closest("[data-gce-upload]");
    if (!box || event.target.type !== "file" || !event.target.files.length) return;
    const bar = box.querySelector("progress");
    const kept = box.querySelector("[type=hidden]");
    bar.hidden = false;
    try {
      const { value, error } = await send(box, event.target.files[0]);
      if (error) throw new gce.Failure(error.message, error);
      kept.value = value;
    } catch (failure) {
      kept.value = "";
      gce.notify([gce.asNotice(failure)], "action");
    }
    bar.hidden = true;
    kept.dispatchEvent(new Event("input", { bubbles: true }));
  });
})(window.gce);

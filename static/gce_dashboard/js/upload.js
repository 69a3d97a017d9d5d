/* The file of a form: sent before the form with its progress; the form keeps what the page calls it. */
(function (gce) {
  "use strict";

  const { gettext, interpolate } = gce;

  const GB = 2 ** 30;
  const UNITS = [["GB", GB], ["MB", 2 ** 20], ["KB", 2 ** 10]];

  function size(bytes) {
    const [unit, amount] = UNITS.find(([, each]) => bytes >= each) || UNITS.at(-1);
    return (bytes / amount).toFixed(1) + " " + unit;
  }

  gce.Upload = class {
    constructor(box) {
      this.name = box.dataset.gceUpload;
      this.most = Number(box.dataset.gceMost);
      this.input = box.querySelector("[type=file]");
      this.kept = box.querySelector("[type=hidden]");
      this.way = box.querySelector(".gce-upload-way");
      this.bar = box.querySelector("progress");
      this.told = box.querySelector("[data-gce-upload-told]");
      this.sent = ""; // what the page calls the file, once it has it
      this.input.addEventListener("change", () => this.chosen());
      box.querySelector("[data-gce-cancel-upload]").addEventListener("click", () => this.request.abort());
      this.stay = (event) => event.preventDefault();
    }

    get file() {
      return this.input.files[0];
    }

    /** Whether the form asks for a file just now. */
    get wanted() {
      return !this.input.closest("[data-gce-when][hidden]");
    }

    chosen() {
      this.sent = "";
      this.kept.value = this.file ? this.file.name : "";
      this.kept.dispatchEvent(new Event("input", { bubbles: true }));
    }

    /** What is wrong with the file before it is sent, "" for nothing. */
    get problem() {
      if (!this.file) return gettext("Choose the file once more.");
      if (!this.file.size) return gettext("The file is empty.");
      if (this.file.size <= this.most) return "";
      return interpolate(gettext("The file is larger than %s GB, the most that is taken."), [this.most / GB]);
    }

    /** Send the file for what is to be called `name`; resolves to {errors} where that fails. */
    async send(name) {
      if (this.sent) return {};
      if (this.problem) return { errors: { [this.name]: [this.problem] } };
      this.show(0);
      window.addEventListener("beforeunload", this.stay);
      try {
        const answer = await this.put(name);
        if (answer.error) throw new gce.Failure(answer.error.message, answer.error);
        this.sent = answer.value || "";
        return answer;
      } catch (failure) {
        if (failure.signedOut) throw failure;
        return { errors: { [this.name]: [gce.sentence(failure)] }, refused: true };
      } finally {
        window.removeEventListener("beforeunload", this.stay);
        this.way.hidden = true;
      }
    }

    put(name) {
      const request = this.request = new XMLHttpRequest(); // fetch does not tell how far it has come
      request.open("PUT", location.pathname + "?" + new URLSearchParams({ name }));
      for (const [key, value] of Object.entries(gce.headers())) request.setRequestHeader(key, value);
      request.setRequestHeader("Content-Type", "application/octet-stream");
      request.upload.onprogress = ({ loaded }) => this.show(loaded);
      return new Promise((resolve, reject) => {
        request.onload = () => answered(request).then(resolve, reject);
        request.onerror = () => reject(new gce.Failure(gettext("The file could not be sent.")));
        request.onabort = () => reject(new gce.Failure(gettext("The upload was cancelled.")));
        request.send(this.file);
      });
    }

    show(loaded) {
      const whole = this.file.size;
      this.way.hidden = false;
      this.bar.value = (100 * loaded) / whole;
      this.told.textContent = loaded < whole
        ? interpolate(gettext("%(sent)s of %(count)s"), { sent: size(loaded), count: size(whole) }, true)
        : gettext("All has been sent. The image is being stored …");
    }
  };

  async function answered(request) {
    if (request.status === 401) throw new gce.Failure(gettext("You have been signed out."), { signedOut: true });
    try {
      return JSON.parse(request.responseText);
    } catch {
      const status = " (HTTP " + request.status + ")";
      throw new gce.Failure(gettext("The file was not taken.") + status);
    }
  }
})(window.gce);

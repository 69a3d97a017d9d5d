/* What every script of the console shares: talking to its own views, and to the user. */
(function (gce) {
  "use strict";

  const { gettext, interpolate } = gce;

  class Failure extends Error {
    constructor(message, details = {}) {
      super(message);
      this.requestId = details.requestId || "";
      this.signedOut = Boolean(details.signedOut);
      this.links = details.links || [];
      this.retryAfter = details.retryAfter || 0; // seconds
    }
  }
  gce.Failure = Failure;

  /** Run `start(element)` once the page has an element with that id. */
  gce.onPage = function (id, start) {
    const begin = () => {
      const element = document.getElementById(id);
      if (element) start(element);
    };
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
    else begin();
  };

  /** The same without waiting for the rows of a list, which come behind the scripts. */
  gce.onFrame = function (id, start) {
    const element = document.getElementById(id);
    if (element) start(element);
  };

  /** How many places an arrow key leads on along a line: 1 forth, -1 back as the page reads, or 0. */
  gce.along = function ({ key }) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[key] || 0;
    return document.documentElement.dir === "rtl" ? -step : step;
  };

  gce.config = (id) => JSON.parse(document.getElementById(id).textContent);

  /** Make an element: `gce.el("p", {className: "x"}, "text", child)`. */
  gce.el = function (tag, properties = {}, ...children) {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };

  gce.icon = function (name) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
    svg.setAttribute("class", "gce-icon");
    svg.setAttribute("aria-hidden", "true");
    use.setAttribute("href", "#gce-i-" + name);
    svg.append(use);
    return svg;
  };

  /** What every request of a page says: that a script asks, in whose project, on whose behalf. */
  gce.headers = () => ({
    "X-Requested-With": "XMLHttpRequest",
    "X-Gce-Project-Number": document.getElementById("gce").dataset.project,
    "X-CSRFToken": document.querySelector("#gce [name=csrfmiddlewaretoken]").value,
    Accept: "application/json",
  });

  /** Ask one of the console's views; resolves to its JSON, rejects with a Failure. */
  gce.ask = async function (url, { body, signal } = {}) {
    const headers = gce.headers();
    const options = { headers, signal, credentials: "same-origin" };
    if (body !== undefined) {
      options.method = "POST";
      options.body = JSON.stringify(body);
      headers["Content-Type"] = "application/json";
    }
    let response;
    try {
      response = await fetch(url, options);
    } catch (problem) {
      if (problem.name === "AbortError") throw problem;
      throw new Failure(gettext("The console cannot be reached. Check the network connection."));
    }
    if (response.status === 401 || response.redirected) {
      throw new Failure(gettext("You have been signed out."), { signedOut: true });
    }
    const answer = await response.json().catch(() => null);
    if (answer && answer.error) throw new Failure(answer.error.message, answer.error);
    if (!response.ok || !answer) {
      const status = " (HTTP " + response.status + ")";
      throw new Failure(gettext("The console could not do that.") + status);
    }
    return answer;
  };

  /** Say something to screen readers. */
  gce.say = function (text) {
    const live = document.getElementById("gce-live");
    if (live) live.textContent = text;
  };

  /**
   * Replace what one source has told above the page: [{message, title, requestId, warning,
   * signedOut, link}]. What a page shows (`look`) and what became of an action (`action`) are told
   * apart, so that the next look does not take a failure away.
   */
  gce.notify = function (notices, source = "look") {
    const box = noticesOf(source);
    const shown = JSON.stringify(notices);
    if (box.dataset.shown === shown) return; // an alert that repeats itself is noise
    box.dataset.shown = shown;
    box.replaceChildren(...notices.map((notice) => noticeElement(notice, source === "action")));
  };

  /** The place of a source; what came with the page is of the first look. */
  function noticesOf(source) {
    const all = document.getElementById("gce-notices");
    const found = all.querySelector("[data-source=" + source + "]");
    if (found) return found;
    const box = gce.el("div");
    box.dataset.source = source;
    if (source === "look") all.replaceChildren(...all.querySelectorAll("[data-source]"), box);
    else all.append(box);
    return box;
  }

  function noticeElement(notice, closable) {
    const body = gce.el("div");
    if (notice.title) body.append(gce.el("strong", {}, notice.title));
    body.append(gce.el("p", {}, notice.message));
    if (notice.advice) body.append(gce.el("p", {}, notice.advice));
    if (notice.requestId) {
      const id = gce.el("code", {}, notice.requestId);
      body.append(gce.el("p", { className: "gce-request-id" }, gettext("Request ID") + ": ", id));
    }
    if (notice.signedOut || notice.code === 401) {
      const link = gce.el("a", { href: gce.signInAddress() }, gettext("Sign in again"));
      body.append(gce.el("p", {}, link));
    }
    if (notice.link) body.append(gce.el("p", {}, gce.el("a", notice.link, notice.link.text)));
    if (notice.links && notice.links.length) body.append(gce.el("p", { className: "gce-choices" },
      ...notice.links.map(({ href, text }) =>
        gce.el("a", { href, className: "gce-button gce-button-outline" }, text))));
    const className = "gce-notice" + (notice.warning ? " gce-notice-warning" : "");
    const element = gce.el("div", { className }, gce.icon(notice.warning ? "warning" : "error"), body);
    if (closable) element.append(closeButton(element));
    return element;
  }

  function closeButton(element) {
    const properties = { type: "button", className: "gce-button gce-button-icon gce-close",
      ariaLabel: gettext("Close") };
    const button = gce.el("button", properties, gce.icon("close"));
    button.addEventListener("click", () => element.remove());
    return button;
  }

  /** Horizon's log-in, which leads back here. */
  gce.signInAddress = () =>
    document.getElementById("gce").dataset.signIn + "?next=" +
    encodeURIComponent(location.pathname + location.search);

  gce.asNotice = (failure) => ({
    message: failure.message,
    requestId: failure.requestId,
    signedOut: failure.signedOut,
    links: failure.links,
  });

  /** A failure for places that hold one line. */
  gce.sentence = ({ message, requestId }) =>
    requestId ? interpolate(gettext("%s (request %s)"), [message, requestId]) : message;

  /** Text to the clipboard, also where the page came over plain HTTP. */
  gce.copy = async function (text) {
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    const area = gce.el("textarea", { value: text, className: "gce-sr" });
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-gce-copy]");
    if (!button) return;
    const source = document.getElementById(button.dataset.gceCopyFrom || "");
    gce.copy(source ? source.textContent : button.dataset.gceCopy).then(() => {
      const icon = button.querySelector(".gce-icon");
      if (icon) icon.replaceWith(gce.icon("done"));
      setTimeout(() => {
        const done = button.querySelector(".gce-icon");
        if (done) done.replaceWith(gce.icon("copy"));
      }, 1500);
      gce.say(gettext("Copied"));
    });
  });
})(window.gce);

/* Doing an action on one or many resources: ask, send, follow. */
(function (gce) {
  "use strict";

  const { gettext, ngettext, interpolate } = gce;

  const AT_ONCE = 20;

  /**
   * Let a button of an action be pressed or not; where it may not, it says what it needs. It can
   * have the focus all the same: what cannot is lost to the keyboard when it is greyed.
   */
  gce.allow = function (button, allowed, action, reason = "") {
    const missing = gce.missing[button.dataset.gceAction];
    button.setAttribute("aria-disabled", String(!allowed || Boolean(missing)));
    if (missing) button.title = lacking(missing);
    else button.title = allowed || !action ? "" : reason || action.needs;
  };

  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-gce-action][aria-disabled=true]")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);

  const lacking = gce.lacking = (permission) =>
    interpolate(gettext("You need the permission %s for that."), [permission]);

  gce.missing = {}; // the permission that the user has not got, by the name of the action

  /** Ask what the user may do, and grey the rest; `update` brings the page's buttons in line. */
  gce.learnPermissions = async function (update) {
    if (!document.querySelector("[data-gce-needs], [data-gce-action]")) return;
    try {
      gce.missing = (await gce.ask(location.pathname + "?permissions=1")).missing;
    } catch {
      return; // the endpoint refuses what is not allowed all the same
    }
    gce.allowLinks(document);
    update();
  };

  /**
   * Grey the links to pages where the user could do nothing. They keep their place in the order of
   * the keyboard, and say what is missing.
   */
  gce.allowLinks = function (root) {
    for (const link of root.querySelectorAll("[data-gce-needs]")) {
      const missing = gce.missing[link.dataset.gceNeeds];
      if (!missing) continue;
      link.removeAttribute("href");
      link.role = "link";
      link.tabIndex = 0;
      link.setAttribute("aria-disabled", "true");
      link.title = lacking(missing);
    }
  };

  /**
   * Ask, then do an action on resources ({path, name, remark}); resolves to whether any was
   * started. `skipped` are names that were chosen too but are not in a state for it; `wanted` are
   * values that the form begins with.
   */
  gce.act = async function (action, resources, skipped = [], wanted = {}) {
    const names = resources.map(({ name }) => name);
    const words = {
      title: interpolate(action.titles[names.length === 1 ? 0 : 1],
        { name: names[0], count: names.length }, true),
      text: action.consequence,
      names: listed(resources),
      skipped: skippedText(skipped, action),
      label: action.agree,
      danger: action.danger,
      wanted,
      confirmName: action.confirmName ? confirmation(names) : "",
    };
    if (action.form || (action.looks && resources.length === 1)) {
      try {
        words.again = () => fields(action, resources[0]?.path || "");
        const { html, ...lists } = await words.again();
        Object.assign(words, { html, lists });
        const others = lists.notices.filter((each) => !each.offers);
        words.names.push(...others.map(gce.sentence));
      } catch (failure) {
        gce.notify([gce.asNotice(failure)], "action");
        return false;
      }
    }
    const paths = resources.map(({ path }) => path);
    if (paths.length === 1 || action.targetless) {
      words.equivalents = (values) => gce.ask(location.pathname + "?preview=1",
        { body: { action: action.name, targets: paths, values } });
    }
    const secrets = []; // what is made and shown once
    const done = await gce.dialog(words,
      (values, opened, tell) => send(action, paths, { values, opened }, secrets, tell));
    for (const secret of secrets) await gce.reveal(secret);
    return done;
  };

  /** What has to be typed before something is lost: its name, or how many they are. */
  const confirmation = (names) => (names.length === 1 ? names[0] : String(names.length));

  /** The lines below the question: names where there are several, and the remarks on them. */
  function listed(resources) {
    const several = resources.length > 1;
    return resources
      .map(({ name, remark }) => [several && name, remark].filter(Boolean).join(" — "))
      .filter(Boolean);
  }

  async function fields(action, target) {
    const query = new URLSearchParams({ form: action.name, target });
    return gce.ask(location.pathname + "?" + query);
  }

  /** Send in pieces, so that a long selection shows its progress, here and in the tray. */
  async function send(action, targets, form, secrets, tell) {
    const failures = [];
    const pieces = [];
    for (let start = 0; start < targets.length; start += AT_ONCE) {
      pieces.push(targets.slice(start, start + AT_ONCE));
    }
    let sent = 0;
    for (const piece of action.targetless ? [[]] : pieces) {
      if (pieces.length > 1) tell(sent, targets.length);
      const body = { action: action.name, targets: piece, ...form };
      const answer = await gce.ask(location.pathname, { body });
      if (answer.errors) return answer.errors;
      const started = answer.results.filter((each) => each.operation).map((each) => each.operation);
      gce.tray.follow(started);
      document.dispatchEvent(new CustomEvent("gce:started", { detail: { action, started } }));
      failures.push(...answer.results.filter((each) => each.error));
      secrets.push(...answer.results.map((each) => each.secret).filter(Boolean));
      sent += piece.length;
    }
    if (failures.length === 1 && targets.length <= 1) return refused(failures[0]);
    gce.notify(failures.map(({ target, error }) => ({
      ...error,
      title: action.label + " " + target.split("/").pop(),
    })), "action");
    return undefined;
  }

  /** What became of the only one: a conflict, errors of fields, or a failure of the whole. */
  function refused({ error, errors, conflict }) {
    if (conflict) return { conflict };
    if (errors) return errors;
    throw new gce.Failure(error.message, error);
  }

  function skippedText(names, action) {
    if (!names.length) return "";
    const shown = names.slice(0, 5).join(", ") + (names.length > 5 ? ", …" : "");
    const told = interpolate(
      ngettext(
        "%(count)s selected resource is not in a state for this and stays as it is: %(names)s",
        "%(count)s selected resources are not in a state for this and stay as they are: %(names)s",
        names.length,
      ),
      { count: names.length, names: shown },
      true,
    );
    return action.needs ? told + ". " + action.needs : told;
  }
})(window.gce);

/* Doing an action on one or many resources: ask, send, follow. */
(function (gce) {
  "use strict";

  const { ngettext, interpolate } = gce;

  const AT_ONCE = 20;

  /** Let a button of an action be pressed or not; where it may not, it says what it needs. */
  gce.allow = function (button, allowed, action) {
    button.disabled = !allowed;
    button.title = allowed || !action ? "" : action.needs;
  };

  /**
   * Ask, then do an action on resources ({path, name, remark}); resolves to whether any was
   * started. `skipped` are names that were chosen too but are not in a state for it.
   */
  gce.act = async function (action, resources, skipped = []) {
    const names = resources.map(({ name }) => name);
    const words = {
      title: interpolate(action.titles[names.length === 1 ? 0 : 1],
        { name: names[0], count: names.length }, true),
      text: action.consequence,
      names: listed(resources),
      skipped: skippedText(skipped, action),
      label: action.label,
      danger: action.danger,
    };
    if (action.form) {
      try {
        words.html = await fields(action, resources[0].path);
      } catch (failure) {
        gce.notify([gce.asNotice(failure)]);
        return false;
      }
    }
    return gce.dialog(words, (values) => send(action, resources.map(({ path }) => path), values));
  };

  /** The lines below the question: names where there are several, and the remarks on them. */
  function listed(resources) {
    const several = resources.length > 1;
    return resources
      .map(({ name, remark }) => [several && name, remark].filter(Boolean).join(" — "))
      .filter(Boolean);
  }

  async function fields(action, target) {
    const query = new URLSearchParams({ form: action.name, target });
    return (await gce.ask(location.pathname + "?" + query)).html;
  }

  /** Send in pieces, so that a long selection shows progress in the tray. */
  async function send(action, targets, values) {
    const failures = [];
    for (let start = 0; start < targets.length; start += AT_ONCE) {
      const piece = targets.slice(start, start + AT_ONCE);
      const body = { action: action.name, targets: piece, values };
      const answer = await gce.ask(location.pathname, { body });
      if (answer.errors) return answer.errors;
      const started = answer.results.filter((each) => each.operation);
      gce.tray.follow(started.map((each) => each.operation), action.form ? "" : action.label);
      failures.push(...answer.results.filter((each) => each.error));
    }
    if (failures.length === 1 && targets.length === 1) throw new gce.Failure(
      failures[0].error.message, failures[0].error);
    gce.notify(failures.map(({ target, error }) => ({
      ...error,
      title: action.label + " " + target.split("/").pop(),
    })));
    return undefined;
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

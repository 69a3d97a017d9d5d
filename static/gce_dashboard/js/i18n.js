/* The console's words in the user's language: `window.gceCatalog` comes from a file before this. */
(function (global) {
  "use strict";

  const gce = (global.gce = {});
  const { messages = {}, plural = (count) => Number(count !== 1) } = global.gceCatalog || {};

  gce.gettext = (text) => messages[text] || text;

  gce.pgettext = (context, text) => messages[context + "\u0004" + text] || text;

  gce.ngettext = function (one, many, count) {
    const forms = messages[one] || [one, many];
    return forms[Number(plural(count))];
  };

  /** Put values into a text: one after the other for each `%s`, or by name for each `%(name)s`. */
  gce.interpolate = function (text, values, named = false) {
    const rest = named ? [] : [...values];
    return text.replace(/%(?:\((\w+)\))?s/g, (_, name) => String(name ? values[name] : rest.shift()));
  };
})(window);

/* How the user likes a list, in the cookie that the server reads: framework/preferences.py. */
(function (gce) {
  "use strict";

  const YEAR_SECONDS = 365 * 86400;
  const LONGEST = 3500; // browsers keep some 4,000 characters

  gce.Preferences = class {
    constructor({ name, path }, kept) {
      this.name = name;
      this.path = path;
      this.kept = kept;
    }

    get(key) {
      return this.kept[key];
    }

    /** Keep a choice; tells whether there is room for it. */
    set(key, value) {
      const kept = { ...this.kept, [key]: value };
      const text = encodeURIComponent(JSON.stringify(kept));
      if (text.length > LONGEST) return false;
      this.kept = kept;
      document.cookie =
        `${this.name}=${text};path=${this.path};max-age=${YEAR_SECONDS};samesite=lax`;
      return true;
    }
  };
})(window.gce);

window.gceCatalog = {plural: (n) => 0, messages: {}};

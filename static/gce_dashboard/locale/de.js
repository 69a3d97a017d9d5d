window.gceCatalog = {plural: (n) => (n != 1), messages: {}};

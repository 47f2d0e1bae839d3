// htmx writes the address of each page into sessionStorage as it loads, whatever its settings say. Nothing here needs it.
sessionStorage.removeItem("htmx-current-path-for-history");

"""The formats of exports: one module a format, with what only that format needs beside it; `registry` lists them."""

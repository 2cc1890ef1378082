package org.dossierhub.exchange.web;

/**
 * A file that came with a form: the name the browser gave it (without folders, cleaned) and its
 * bytes.
 */
record PostedFile(String name, byte[] bytes) {

  PostedFile {
    var lastPart = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    var cleaned = Templates.clean(lastPart).replace('\n', ' ').strip();
    name = cleaned.length() > 200 ? cleaned.substring(0, 200) : cleaned;
  }
}

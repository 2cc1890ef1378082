package org.dossierhub.exchange.settings;

import java.util.List;

/** The hub cannot start with these settings; the message lists everything that is wrong. */
public class SettingsWrong extends RuntimeException {
  private static final long serialVersionUID = 1;

  public SettingsWrong(List<String> wrong) {
    super(
        "Dossier Hub cannot start; "
            + wrong.size()
            + " setting(s) are wrong:\n  "
            + String.join("\n  ", wrong));
  }
}

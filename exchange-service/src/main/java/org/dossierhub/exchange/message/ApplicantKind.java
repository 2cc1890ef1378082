package org.dossierhub.exchange.message;

/** Whether a dossier belongs to a person or to an organisation. */
public enum ApplicantKind {
  CITIZEN,
  ORGANISATION
}

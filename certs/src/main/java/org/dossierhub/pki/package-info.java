/**
 * The declared development PKI: everybody who signs, seals, answers or attacks in tests and in the
 * demonstration. Read {@link org.dossierhub.pki.DevelopmentPki} first, next to {@code pki.xml},
 * which names the people; {@code PkiServer} serves the same state over HTTP. Nothing here is ever
 * trusted in production; the anchors that may be are in {@code certs/production-anchors.xml}.
 */
package org.dossierhub.pki;

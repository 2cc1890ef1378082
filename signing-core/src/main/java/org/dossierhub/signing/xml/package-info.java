/**
 * Signed XML: manifests and receipts (XAdES, EN 319 132-1). Read {@link
 * org.dossierhub.signing.xml.VerifiedXml} first: the only way to what a signed manifest says.
 */
package org.dossierhub.signing.xml;

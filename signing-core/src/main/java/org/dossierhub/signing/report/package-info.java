/**
 * A verdict as something to keep: a page, a PDF, or XML by ETSI TS 119 102-2, sealed or not. Read
 * {@link org.dossierhub.signing.report.WriteReport} first.
 */
package org.dossierhub.signing.report;

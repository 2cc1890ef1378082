/**
 * Accounts for every byte that was written into a PDF after a signature: a small strict reader of
 * our own (ISO 32000-1, 7), a comparison of the document before and after, and a second,
 * independent reading with PDFBox that has to agree. Read {@link
 * org.dossierhub.signing.verification.pdf.PdfCoverage} first.
 */
package org.dossierhub.signing.verification.pdf;

/**
 * The papers of the journey: application forms, attachments and draft decisions as real multi-page
 * PDF files, made anew for every run. Read {@link org.dossierhub.system.document.VietnamesePdf}
 * first.
 */
package org.dossierhub.system.document;

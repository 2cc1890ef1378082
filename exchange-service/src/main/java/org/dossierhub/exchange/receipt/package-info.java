/** The proof a sender gets. Read {@link org.dossierhub.exchange.receipt.IssueReceipt} first. */
package org.dossierhub.exchange.receipt;

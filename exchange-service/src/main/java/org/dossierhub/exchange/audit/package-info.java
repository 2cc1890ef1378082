/**
 * What was done by whom, in a log that only grows. Read {@link
 * org.dossierhub.exchange.audit.AuditEntry} first.
 */
package org.dossierhub.exchange.audit;

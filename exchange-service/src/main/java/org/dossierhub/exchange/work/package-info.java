/**
 * Work that is done after the answer has left: the outbox, and who can do it. Read {@link
 * org.dossierhub.exchange.work.Outbox} first.
 */
package org.dossierhub.exchange.work;

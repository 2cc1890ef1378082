/**
 * Work that is done after the answer has left: the outbox, and what those are who do it. Read {@link
 * org.dossierhub.exchange.work.Outbox} first.
 */
package org.dossierhub.exchange.work;

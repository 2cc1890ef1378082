/**
 * Those who empty the outbox: every node claims what is due and does it. Read {@link
 * org.dossierhub.exchange.outbox.EmptyOutbox} first; what work there is stands in package work.
 */
package org.dossierhub.exchange.outbox;

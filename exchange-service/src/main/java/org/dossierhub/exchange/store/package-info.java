/**
 * The SQL behind the repositories of the nouns. Read {@link org.dossierhub.exchange.store.Database}
 * first.
 */
package org.dossierhub.exchange.store;

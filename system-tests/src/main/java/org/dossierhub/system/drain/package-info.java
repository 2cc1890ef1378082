/**
 * Many agencies at once: what {@code ./hub bench drain} and its small form among the tests need.
 * Read {@link org.dossierhub.system.drain.ManyAgencies} first.
 */
package org.dossierhub.system.drain;

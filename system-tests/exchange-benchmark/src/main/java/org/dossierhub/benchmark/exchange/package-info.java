/**
 * What it costs the hub to take a message, beside others that carry the same bytes: phase4, bare
 * CXF and a bare broker, each with sender and receiver as programs of their own. Read {@link
 * org.dossierhub.benchmark.exchange.ExchangeBenchmark} first.
 */
package org.dossierhub.benchmark.exchange;

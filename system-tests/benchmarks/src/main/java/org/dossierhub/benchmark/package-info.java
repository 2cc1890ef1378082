/**
 * What the hub's work costs beside its peers, measured in one run. Read {@link
 * org.dossierhub.benchmark.VerifyBenchmark} first.
 */
package org.dossierhub.benchmark;

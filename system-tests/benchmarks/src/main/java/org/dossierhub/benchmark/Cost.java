package org.dossierhub.benchmark;

import java.util.List;

/**
 * What one operation costs.
 *
 * @param nanos time of the processor
 * @param bytes allocated; negative where that cannot be told
 */
record Cost(double nanos, double bytes) {

  static Cost median(List<Cost> costs) {
    return new Cost(
        median(costs.stream().mapToDouble(Cost::nanos).toArray()),
        median(costs.stream().mapToDouble(Cost::bytes).toArray()));
  }

  private static double median(double[] values) {
    java.util.Arrays.sort(values);
    int middle = values.length / 2;
    return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
  }
}

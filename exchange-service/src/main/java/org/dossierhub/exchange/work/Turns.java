package org.dossierhub.exchange.work;

/** For what only one node may do at a time, although every node does it. */
public interface Turns {

  /** Waits until it is this node's turn; the turn ends with the caller's transaction. */
  void await(String what);
}

package org.dossierhub.system.journey;

import static org.dossierhub.system.journey.DemonstrationWorld.CONSTRUCTION;
import static org.dossierhub.system.journey.DemonstrationWorld.JUSTICE;
import static org.dossierhub.system.journey.DemonstrationWorld.LEADER;

import java.util.List;

/**
 * Somebody with an account of the demonstration.
 *
 * @param identity whose certificate is registered for the account; null for none
 */
record Official(String username, String name, String agency, String role, String identity) {

  static final List<Official> ALL =
      List.of(
          new Official("lanhdao.sxd", LEADER, CONSTRUCTION, "LEADER", "leader"),
          new Official("vanthu.sxd", "Trần Văn Bình", CONSTRUCTION, "CLERK", "clerk-seal"),
          new Official(
              "motcua.sxd", "Lê Thu Cúc", CONSTRUCTION, "ONE_STOP_OFFICER", "one-stop-officer"),
          new Official("lanhdao.stp", "Phạm Quốc Dũng", JUSTICE, "LEADER", "leader-other"),
          new Official("vanthu.stp", "Đỗ Thị Hoa", JUSTICE, "CLERK", "seal-other"),
          new Official("motcua.stp", "Vũ Minh Khang", JUSTICE, "ONE_STOP_OFFICER", null));
}

package org.dossierhub.system.document;

import java.time.LocalDate;
import java.util.List;

/** The papers of one building permit in the fictitious province of Bình Minh. */
public final class DemonstrationPapers {
  private static final List<String> MOTTO =
      List.of(
          "*CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "*Độc lập - Tự do - Hạnh phúc", "_______________");
  private static final String FICTITIOUS =
      "Giấy tờ trình diễn của tỉnh Bình Minh (hư cấu), không có giá trị pháp lý.";

  private DemonstrationPapers() {}

  /** The application, to be signed by the citizen. */
  public static byte[] application(String applicant, LocalDate today) {
    var pdf =
        new VietnamesePdf("Đơn đề nghị cấp giấy phép xây dựng")
            .heading(List.of(), MOTTO)
            .centred("ĐƠN ĐỀ NGHỊ CẤP GIẤY PHÉP XÂY DỰNG")
            .centred("(Sử dụng cho nhà ở riêng lẻ)")
            .paragraph("Kính gửi: Sở Xây dựng tỉnh Bình Minh (hư cấu).")
            .bold("1. Thông tin về chủ đầu tư")
            .paragraph("Tên chủ đầu tư: " + applicant + ".")
            .paragraph("Địa chỉ liên hệ: số 12, thôn Đồi Mít, xã An Hòa, tỉnh Bình Minh.")
            .bold("2. Thông tin công trình")
            .paragraph(
                "Địa điểm xây dựng: thửa đất số 57, tờ bản đồ số 9, diện tích 148,6 m², tại thôn Đồi Mít, xã An"
                    + " Hòa. Nguồn gốc đất: Giấy chứng nhận quyền sử dụng đất do cơ quan có thẩm quyền cấp.")
            .bold("3. Nội dung đề nghị cấp phép");
    for (int i = 1; i <= 12; i++) {
      pdf.paragraph(
          "3."
              + i
              + ". Hạng mục thứ "
              + i
              + ": kết cấu bê tông cốt thép, tường gạch xây, mái lợp ngói; cốt nền, chiều cao, khoảng lùi và chỉ giới"
              + " xây dựng theo bản vẽ kèm theo; bảo đảm an toàn cho công trình lân cận, vệ sinh môi trường, phòng"
              + " cháy và chữa cháy theo quy định.");
    }
    return pdf.bold("4. Cam kết")
        .paragraph(
            "Tôi xin cam đoan thực hiện đúng giấy phép được cấp, nếu sai tôi xin hoàn toàn chịu trách nhiệm và bị xử"
                + " lý theo quy định của pháp luật.")
        .italic(
            "Bình Minh, ngày %d tháng %d năm %d"
                .formatted(today.getDayOfMonth(), today.getMonthValue(), today.getYear()))
        .signatory(List.of("NGƯỜI LÀM ĐƠN"), applicant)
        .italic(FICTITIOUS)
        .bytes();
  }

  /** A drawing description, handed in without a signature. */
  public static byte[] drawings() {
    var pdf =
        new VietnamesePdf("Thuyết minh bản vẽ thiết kế")
            .heading(List.of(), MOTTO)
            .centred("THUYẾT MINH BẢN VẼ THIẾT KẾ XÂY DỰNG");
    for (int i = 1; i <= 20; i++) {
      pdf.bold("Mặt bằng tầng " + i)
          .paragraph(
              "Kích thước, cao độ và vật liệu của các cấu kiện được thể hiện đầy đủ trên bản vẽ tương ứng; người thiết"
                  + " kế chịu trách nhiệm về tính chính xác của số liệu.");
    }
    return pdf.italic(FICTITIOUS).bytes();
  }

  /** The draft decision the office prepares; number and date stay open. */
  public static byte[] draftDecision(String applicant, String leader) {
    var pdf =
        new VietnamesePdf("Quyết định về việc cấp giấy phép xây dựng")
            .heading(List.of("UBND TỈNH BÌNH MINH", "*SỞ XÂY DỰNG", "_______"), MOTTO)
            .openNumberAndDate("Bình Minh")
            .centred("QUYẾT ĐỊNH")
            .centred("Về việc cấp giấy phép xây dựng nhà ở riêng lẻ")
            .centred("GIÁM ĐỐC SỞ XÂY DỰNG TỈNH BÌNH MINH")
            .italic("Căn cứ quy định về chức năng, nhiệm vụ, quyền hạn của Sở Xây dựng;")
            .italic("Xét đơn đề nghị cấp giấy phép xây dựng của ông (bà) " + applicant + ".")
            .centred("QUYẾT ĐỊNH:");
    for (int i = 1; i <= 9; i++) {
      pdf.paragraph(
          "Điều "
              + i
              + ". Cho phép "
              + applicant
              + " xây dựng hạng mục số "
              + i
              + " của nhà ở riêng lẻ tại thửa đất số 57, tờ bản đồ số 9, xã An Hòa, với các chỉ tiêu về cốt nền, mật độ"
              + " xây dựng, hệ số sử dụng đất, chiều cao và số tầng ghi trong hồ sơ thiết kế đã được thẩm định; chủ đầu"
              + " tư thông báo ngày khởi công cho cơ quan cấp phép chậm nhất bảy ngày làm việc trước khi khởi công.");
    }
    return pdf.paragraph(
            "Chánh Văn phòng Sở, các phòng chuyên môn, Ủy ban nhân dân xã An Hòa và ông (bà) "
                + applicant
                + " chịu trách nhiệm thi hành Quyết định này./.")
        .italic(FICTITIOUS)
        .signatoryAtFoot("GIÁM ĐỐC", leader)
        .bytes();
  }
}

package org.dossierhub.agent;

import java.awt.BorderLayout;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.FlowLayout;
import java.awt.Font;
import java.awt.GridBagConstraints;
import java.awt.GridBagLayout;
import java.awt.Insets;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.InvocationTargetException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.swing.BorderFactory;
import javax.swing.ImageIcon;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JDialog;
import javax.swing.JFrame;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JPasswordField;
import javax.swing.JScrollPane;
import javax.swing.JTextArea;
import javax.swing.KeyStroke;
import javax.swing.SwingUtilities;
import javax.swing.Timer;
import javax.swing.UIManager;
import javax.swing.UnsupportedLookAndFeelException;

/** Asks in a window above all others, with every page of the document to look at. */
final class OfficialAtWindow implements Official {
  private static final Logger LOG = System.getLogger(OfficialAtWindow.class.getName());

  private final Clock clock;

  OfficialAtWindow(Clock clock) {
    this.clock = clock;
    try {
      UIManager.setLookAndFeel(UIManager.getSystemLookAndFeelClassName());
    } catch (ReflectiveOperationException | UnsupportedLookAndFeelException e) {
      LOG.log(Level.DEBUG, "The windows look as Java draws them", e);
    }
  }

  @Override
  public Optional<char[]> consent(Proposal proposal) {
    var pin = new AtomicReference<char[]>();
    try {
      SwingUtilities.invokeAndWait(() -> pin.set(new ConsentDialog(proposal, clock).ask()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (InvocationTargetException e) {
      throw new IllegalStateException("The window could not be shown", e.getCause());
    }
    return Optional.ofNullable(pin.get());
  }

  @Override
  public void showPairingCode(String code, String forWhom) {
    System.out.println(OfficialAtConsole.pairingLine(code, forWhom));
    SwingUtilities.invokeLater(
        () -> {
          var window = new JFrame("Phần mềm ký Dossier Hub: mã ghép nối");
          var text = new JLabel(code);
          text.setFont(text.getFont().deriveFont(Font.BOLD, 48f));
          text.setHorizontalAlignment(JLabel.CENTER);
          text.getAccessibleContext().setAccessibleName("Mã ghép nối " + code);
          var whom =
              new JLabel("Nhập mã này vào trang " + forWhom + " trong 10 phút.", JLabel.CENTER);
          var content = new JPanel(new BorderLayout(12, 12));
          content.setBorder(BorderFactory.createEmptyBorder(20, 30, 20, 30));
          content.add(text, BorderLayout.CENTER);
          content.add(whom, BorderLayout.SOUTH);
          window.setContentPane(content);
          window.setDefaultCloseOperation(JFrame.DISPOSE_ON_CLOSE);
          window.setAlwaysOnTop(true);
          window.pack();
          window.setLocationRelativeTo(null);
          window.setVisible(true);
          var end = new Timer((int) Duration.ofMinutes(10).toMillis(), e -> window.dispose());
          end.setRepeats(false);
          end.start();
        });
  }

  /** One question; closed without answer when the session ends. */
  private static final class ConsentDialog extends JDialog {
    private static final long serialVersionUID = 1;

    private final transient Proposal proposal;
    private final JPasswordField pin = new JPasswordField(16);
    private final JLabel page = new JLabel();
    private final JLabel pageNumber = new JLabel();
    private final transient Timer end;
    private int shownPage = 1;
    private transient char[] answer;

    ConsentDialog(Proposal proposal, Clock clock) {
      super((JFrame) null, "Ký số: " + Shown.oneLine(proposal.session().title()), true);
      this.proposal = proposal;
      var left = Duration.between(clock.instant(), proposal.expires()).toMillis();
      end = new Timer((int) Math.max(1, Math.min(left, Integer.MAX_VALUE)), e -> dispose());
      end.setRepeats(false);
      var content = new JPanel(new BorderLayout(12, 12));
      content.setBorder(BorderFactory.createEmptyBorder(16, 16, 16, 16));
      content.add(facts(), BorderLayout.NORTH);
      content.add(pages(), BorderLayout.CENTER);
      content.add(question(), BorderLayout.SOUTH);
      setContentPane(content);
      setAlwaysOnTop(true);
      setPreferredSize(new Dimension(900, 860));
      pack();
      setLocationRelativeTo(null);
      getRootPane()
          .registerKeyboardAction(
              e -> dispose(), KeyStroke.getKeyStroke("ESCAPE"), JComponent.WHEN_IN_FOCUSED_WINDOW);
    }

    /** Null when declined. */
    char[] ask() {
      end.start();
      SwingUtilities.invokeLater(pin::requestFocusInWindow);
      setVisible(true); // returns when it is closed
      end.stop();
      pin.setText("");
      return answer;
    }

    private JComponent facts() {
      var session = proposal.session();
      var grid = new JPanel(new GridBagLayout());
      row(grid, 0, "Hình thức", session.role().textVi());
      row(grid, 1, "Tài liệu", Shown.oneLine(session.title()));
      row(grid, 2, "Số trang", String.valueOf(proposal.document().count()));
      row(grid, 3, "SHA-256", proposal.document().digest().hex());
      row(grid, 4, "Người ký", proposal.signer() + " (chứng thư của " + proposal.issuer() + ")");
      row(
          grid,
          5,
          "USB token",
          Shown.oneLine(proposal.token().label() + " " + proposal.token().serialNumber()));
      row(grid, 6, "Máy chủ", proposal.hub().origin());
      return grid;
    }

    private static void row(JPanel grid, int y, String name, String value) {
      var at = new GridBagConstraints();
      at.gridy = y;
      at.anchor = GridBagConstraints.NORTHWEST;
      at.insets = new Insets(2, 0, 2, 12);
      var label = new JLabel(name);
      grid.add(label, at);
      at.weightx = 1;
      at.fill = GridBagConstraints.HORIZONTAL;
      var text = new JTextArea(value); // never a label: Swing labels read HTML
      text.setEditable(false);
      text.setLineWrap(true);
      text.setWrapStyleWord(true);
      text.setOpaque(false);
      text.setFont(label.getFont().deriveFont(Font.BOLD));
      text.getAccessibleContext().setAccessibleName(name);
      label.setLabelFor(text);
      grid.add(text, at);
    }

    private JComponent pages() {
      var before = new JButton("Trang trước");
      var after = new JButton("Trang sau");
      before.addActionListener(e -> show(shownPage - 1));
      after.addActionListener(e -> show(shownPage + 1));
      var turning = new JPanel(new FlowLayout(FlowLayout.CENTER));
      turning.add(before);
      turning.add(pageNumber);
      turning.add(after);
      page.setHorizontalAlignment(JLabel.CENTER);
      page.getAccessibleContext().setAccessibleName("Hình ảnh trang tài liệu");
      var scrolling = new JScrollPane(page);
      scrolling.getVerticalScrollBar().setUnitIncrement(24);
      var both = new JPanel(new BorderLayout());
      both.add(scrolling, BorderLayout.CENTER);
      both.add(turning, BorderLayout.SOUTH);
      show(1);
      return both;
    }

    private void show(int number) {
      if (number < 1 || number > proposal.document().count()) {
        return;
      }
      shownPage = number;
      pageNumber.setText("Trang " + number + " / " + proposal.document().count());
      try {
        page.setIcon(new ImageIcon(proposal.document().picture(number)));
        page.setText(null);
      } catch (IOException e) {
        page.setIcon(null);
        page.setText("Không hiển thị được trang này.");
      }
    }

    private JComponent question() {
      var sign = new JButton("Ký");
      var decline = new JButton("Không ký");
      var label = new JLabel("Mã PIN của thiết bị ký số");
      label.setLabelFor(pin);
      sign.addActionListener(
          e -> {
            var typed = pin.getPassword();
            if (typed.length > 0) {
              answer = typed;
              dispose();
            }
          });
      decline.addActionListener(e -> dispose());
      getRootPane().setDefaultButton(sign);
      var line = new JPanel(new FlowLayout(FlowLayout.RIGHT));
      line.add(label);
      line.add(pin);
      line.add(sign);
      line.add(decline);
      var both = new JPanel(new BorderLayout());
      if (!proposal.warning().isEmpty()) {
        var warning = new JLabel(proposal.warning());
        warning.setForeground(new Color(0xB00020));
        warning.setFont(warning.getFont().deriveFont(Font.BOLD));
        both.add(warning, BorderLayout.NORTH);
      }
      both.add(line, BorderLayout.SOUTH);
      return both;
    }
  }
}

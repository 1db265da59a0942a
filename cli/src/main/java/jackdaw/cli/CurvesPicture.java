package jackdaw.cli;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Learning curves of several groups: a panel for each environment, a line and its band for each
 * group.
 */
final class CurvesPicture {
  private static final int WIDTH = 1200;
  private static final int HEIGHT = 750;
  private static final int PANEL_WIDTH = 900;
  private static final int PANEL_HEIGHT = 600;
  private static final int MAX_PANELS_IN_A_ROW = 3;
  private static final int LETTER = 9; // pixels of a legend's letter, on average
  private static final int LEGEND_MARK = 62; // pixels of a legend's line with room around it
  /** Pixels from one entry of a legend to the next one below. */
  private static final int LEGEND_ROW = 31;
  /** Pixels below a legend, in addition to 6 of the chart's own. */
  private static final int BOTTOM = 18;
  private static final int BAND_OPACITY = 46; // of 255

  /** Told apart by people who do not see all colours as well (after Okabe and Ito 2008). */
  private static final List<Color> COLORS =
      List.of(
          new Color(0x1f, 0x5f, 0xa8),
          new Color(0xd0, 0x6a, 0x1e),
          new Color(0x00, 0x8f, 0x6b),
          new Color(0xb3, 0x4a, 0x86),
          new Color(0x4c, 0x9d, 0xd4),
          new Color(0xb0, 0x8a, 0x00),
          new Color(0x55, 0x55, 0x55),
          new Color(0x7a, 0x2c, 0x2c),
          new Color(0x6b, 0x5b, 0xd2));

  private static final BasicStroke LINE =
      new BasicStroke(2.6f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
  private static final BasicStroke MARK =
      new BasicStroke(
          1.8f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, new float[] {9, 7}, 0);
  private static final Color MARK_COLOR = new Color(0x8a, 0x93, 0x9f);

  private final String metric;
  private final List<Panel> panels = new ArrayList<>();

  private record Panel(String title, Map<String, Band> bands, OptionalDouble solved) {}

  /** A picture without panels, with what its upright axes are called. */
  CurvesPicture(String metric) {
    this.metric = metric;
  }

  /** Adds a panel of bands by group, in the order of the legend. */
  void add(String title, Map<String, Band> bands, OptionalDouble solved) {
    panels.add(new Panel(title, bands, solved));
  }

  /** Draws it into a PNG. */
  void write(Path file) throws IOException {
    System.setProperty("java.awt.headless", "true");
    Curve.write(image(), file);
  }

  private BufferedImage image() {
    if (panels.size() == 1) {
      Panel panel = panels.getFirst();
      int height = HEIGHT + legendHeight(panel, WIDTH);
      BufferedImage image = new BufferedImage(WIDTH, height, BufferedImage.TYPE_INT_RGB);
      Graphics2D graphics = blank(image);
      draw(graphics, panel, 0, 0, WIDTH, height);
      graphics.dispose();
      return image;
    }
    int columns = Math.min(MAX_PANELS_IN_A_ROW, panels.size() <= 4 ? 2 : MAX_PANELS_IN_A_ROW);
    int rows = (panels.size() + columns - 1) / columns;
    int height =
        PANEL_HEIGHT
            + panels.stream().mapToInt(panel -> legendHeight(panel, PANEL_WIDTH)).max().orElse(0);
    BufferedImage image =
        new BufferedImage(columns * PANEL_WIDTH, rows * height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = blank(image);
    for (int i = 0; i < panels.size(); i++) {
      draw(
          graphics,
          panels.get(i),
          i % columns * PANEL_WIDTH,
          i / columns * height,
          PANEL_WIDTH,
          height);
    }
    graphics.dispose();
    return image;
  }

  private static Graphics2D blank(BufferedImage image) {
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
    return graphics;
  }

  /** Leaves room below the chart, whose legend would touch the edge. */
  private void draw(Graphics2D graphics, Panel panel, int x, int y, int width, int height) {
    graphics.drawImage(
        BitmapEncoder.getBufferedImage(chart(panel, width, height - BOTTOM)), x, y, null);
  }

  private XYChart chart(Panel panel, int width, int height) {
    XYChart chart =
        new XYChartBuilder()
            .width(width)
            .height(height)
            .title(panel.title)
            .xAxisTitle("Environment steps")
            .yAxisTitle(metric)
            .build();
    Curve.style(chart.getStyler());
    chart
        .getStyler()
        .setLegendPosition(LegendPosition.OutsideS)
        .setLegendLayout(
            legendHeight(panel, width) == 0 ? LegendLayout.Horizontal : LegendLayout.Vertical);
    double end =
        Math.max(
            1,
            panel.bands.values().stream()
                .flatMapToDouble(band -> Arrays.stream(band.steps()))
                .max()
                .orElse(1));
    int color = 0;
    // All bands first: no band lies over a line.
    for (Map.Entry<String, Band> entry : panel.bands.entrySet()) {
      if (entry.getValue().seeds() > 1 && entry.getValue().steps().length > 1) {
        addBand(chart, entry.getKey(), entry.getValue(), COLORS.get(color % COLORS.size()));
      }
      color++;
    }
    color = 0;
    for (Map.Entry<String, Band> entry : panel.bands.entrySet()) {
      addLine(chart, entry.getKey(), entry.getValue(), COLORS.get(color++ % COLORS.size()));
    }
    panel.solved.ifPresent(
        mark -> chart
            .addSeries(
                "solved at " + Numbers.plain(mark),
                new double[] {0, end},
                new double[] {mark, mark})
            .setMarker(SeriesMarkers.NONE)
            .setLineColor(MARK_COLOR)
            .setLineStyle(MARK));
    chart.getStyler().setXAxisMin(0.0).setXAxisMax(end);
    boolean positive =
        panel.solved.orElse(0) >= 0
            && panel.bands.values().stream()
                .flatMapToDouble(band -> Arrays.stream(band.low()))
                .allMatch(value -> value >= 0);
    if (positive) {
      chart.getStyler().setYAxisMin(0.0);
    }
    return chart;
  }

  /**
   * What a legend whose entries stand below each other needs, in pixels; 0 if it fits in one row.
   */
  private static int legendHeight(Panel panel, int width) {
    return legendWidth(panel) < width ? 0 : LEGEND_ROW * (panel.bands.size() + 1);
  }

  /** About how wide the legend is in one row, in pixels. */
  private static int legendWidth(Panel panel) {
    int letters = panel.bands.keySet().stream().mapToInt(name -> name.length() + 10).sum();
    return LETTER * (letters + 14) + LEGEND_MARK * (panel.bands.size() + 1);
  }

  /** From left to right along the interval's high end, and back along its low one. */
  private static void addBand(XYChart chart, String group, Band band, Color color) {
    int points = band.steps().length;
    double[] x = new double[2 * points];
    double[] y = new double[2 * points];
    for (int i = 0; i < points; i++) {
      x[i] = band.steps()[i];
      y[i] = band.high()[i];
      x[2 * points - 1 - i] = band.steps()[i];
      y[2 * points - 1 - i] = band.low()[i];
    }
    XYSeries series = chart.addSeries("band of " + group, x, y);
    Color faint = new Color(color.getRed(), color.getGreen(), color.getBlue(), BAND_OPACITY);
    series.setXYSeriesRenderStyle(XYSeriesRenderStyle.PolygonArea).setShowInLegend(false);
    series.setFillColor(faint);
    series.setMarker(SeriesMarkers.NONE).setLineColor(faint);
  }

  private static void addLine(XYChart chart, String group, Band band, Color color) {
    String seeds = band.seeds() == 1 ? "1 seed" : band.seeds() + " seeds";
    boolean none = band.steps().length == 0;
    XYSeries series =
        chart.addSeries(
            group + (none ? " (no episode has ended)" : " (" + seeds + ")"),
            none ? new double[] {0} : band.steps(),
            none ? new double[] {0} : band.values());
    series.setMarkerColor(color);
    series.setLineColor(color).setLineStyle(LINE);
    series.setMarker(band.steps().length == 1 ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
  }
}

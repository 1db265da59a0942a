package jackdaw.cli;

import jackdaw.runs.MetricsTable;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalDouble;
import javax.imageio.ImageIO;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * The learning curve as a picture: the mean return of the last 100 episodes over the steps, and the
 * mark at which the environment counts as solved.
 */
final class Curve {
  private static final int WIDTH = 1200;
  private static final int HEIGHT = 750;
  private static final int PADDING = 24;

  private static final Color INK = new Color(0x26, 0x2f, 0x3d);
  private static final Color FAINT_INK = new Color(0x5b, 0x66, 0x75);
  private static final Color GRID = new Color(0xe3, 0xe7, 0xec);
  private static final Color LINE = new Color(0x1f, 0x5f, 0xa8);
  private static final Color MARK = new Color(0xd0, 0x6a, 0x1e);
  private static final BasicStroke LINE_STROKE =
      new BasicStroke(2.6f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
  private static final BasicStroke MARK_STROKE =
      new BasicStroke(
          1.8f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, new float[] {9, 7}, 0);

  private final String title;
  private final double[] steps;
  private final double[] returns;
  private final OptionalDouble solved;

  /**
   * A curve through points.
   *
   * @param title stands above it
   * @param steps environment steps of each point, rising
   * @param returns mean return at each point; NaN where no episode had ended
   * @param solved the mark, if there is one
   */
  Curve(String title, double[] steps, double[] returns, OptionalDouble solved) {
    this.title = title;
    this.steps = steps;
    this.returns = returns;
    this.solved = solved;
  }

  /** The curve of a run's metrics. */
  static Curve of(String title, MetricsTable metrics, OptionalDouble solved) {
    return new Curve(title, metrics.column("steps"), metrics.column("mean-return-100"), solved);
  }

  /** Draws it into a PNG. */
  void write(Path file) throws IOException {
    System.setProperty("java.awt.headless", "true");
    write(BitmapEncoder.getBufferedImage(chart()), file);
  }

  /** Writes a picture as a PNG. */
  static void write(BufferedImage image, Path file) throws IOException {
    ImageIO.setUseCache(false);
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(image, "png", png);
    Files.write(file, png.toByteArray());
  }

  private XYChart chart() {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle("Environment steps")
            .yAxisTitle("Mean return of the last 100 episodes")
            .build();
    style(chart.getStyler());
    double[][] points = points();
    double end = Math.max(1, Arrays.stream(steps).max().orElse(1));
    if (solved.isPresent()) {
      double mark = solved.getAsDouble();
      XYSeries line =
          chart.addSeries(
              "solved at " + Numbers.plain(mark),
              new double[] {0, end},
              new double[] {mark, mark});
      line.setMarker(SeriesMarkers.NONE).setLineColor(MARK).setLineStyle(MARK_STROKE);
    }
    boolean none = points[0].length == 0;
    XYSeries line =
        chart.addSeries(
            none ? "no episode has ended" : "mean return",
            none ? new double[] {0} : points[0],
            none ? new double[] {0} : points[1]);
    line.setLineColor(LINE).setLineStyle(LINE_STROKE);
    line.setMarker(points[0].length == 1 ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
    line.setMarkerColor(LINE);
    chart.getStyler().setXAxisMin(0.0).setXAxisMax(end);
    if (Arrays.stream(points[1]).allMatch(value -> value >= 0) && solved.orElse(0) >= 0) {
      chart.getStyler().setYAxisMin(0.0);
    }
    return chart;
  }

  /** Steps and returns of the points that are known. */
  private double[][] points() {
    double[][] points = new double[2][steps.length];
    int count = 0;
    for (int i = 0; i < steps.length; i++) {
      if (Double.isFinite(returns[i])) {
        points[0][count] = steps[i];
        points[1][count] = returns[i];
        count++;
      }
    }
    return new double[][] {Arrays.copyOf(points[0], count), Arrays.copyOf(points[1], count)};
  }

  /** Fonts, colours and room, as all our charts have them. */
  static void style(XYStyler styler) {
    styler
        .setBaseFont(new Font(Font.SANS_SERIF, Font.PLAIN, 17))
        .setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 22))
        .setChartTitlePadding(14)
        .setChartBackgroundColor(Color.WHITE)
        .setChartFontColor(INK)
        .setChartPadding(PADDING)
        .setPlotBackgroundColor(Color.WHITE)
        .setPlotBorderVisible(false)
        .setPlotContentSize(0.96)
        .setLegendPosition(LegendPosition.InsideSE)
        .setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 17))
        .setLegendBorderColor(GRID)
        .setLegendPadding(14)
        .setLegendSeriesLineLength(36)
        .setAntiAlias(true)
        .setTextAntiAlias(true);
    styler
        .setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 18))
        .setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 16))
        .setAxisTickLabelsColor(FAINT_INK)
        .setAxisTickMarksColor(FAINT_INK)
        .setAxisTitlePadding(14)
        .setAxisTickPadding(8)
        .setXAxisTickMarkSpacingHint(120)
        .setYAxisTickMarkSpacingHint(70)
        .setPlotMargin(0)
        .setPlotGridLinesColor(GRID)
        .setPlotGridLinesStroke(new BasicStroke(1))
        .setXAxisTickLabelsFormattingFunction(x -> Numbers.grouped(Math.round(x)));
  }
}

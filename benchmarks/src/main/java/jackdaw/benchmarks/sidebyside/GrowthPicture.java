package jackdaw.benchmarks.sidebyside;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import javax.imageio.ImageIO;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Four panels: the growth with environments, batch, width and threads. */
final class GrowthPicture {
  private static final int WIDTH = 760;
  private static final int HEIGHT = 520;
  private static final Color INK = new Color(0x26, 0x2f, 0x3d);
  private static final Color GRID = new Color(0xe3, 0xe7, 0xec);
  private static final List<Color> COLORS =
      List.of(new Color(0x1f, 0x5f, 0xa8), new Color(0xd0, 0x6a, 0x1e));

  private final Map<String, SortedMap<Integer, Double>> series;

  /** Draws points by series, with the names of {@link Growth}. */
  GrowthPicture(Map<String, SortedMap<Integer, Double>> series) {
    this.series = series;
  }

  void write(Path file) throws IOException {
    System.setProperty("java.awt.headless", "true");
    ImageIO.setUseCache(false);
    List<XYChart> panels =
        List.of(
            panel(
                "Whole loop", "Environments", "Nanoseconds a step", true,
                Map.of(Growth.ENVIRONMENTS, "PPO on CartPole-v1")),
            panel(
                "Training step, by batch", "Rows", "GFLOP/s", true,
                Map.of(Growth.BATCH + " 64", "17-64-64-6", Growth.BATCH + " 256", "17-256-256-6")),
            panel(
                "Training step, by width", "Width of both hidden layers", "GFLOP/s", true,
                Map.of(Growth.WIDTH, "256 rows")),
            panel(
                "Whole loop", "Threads", "Steps a second", false,
                Map.of(Growth.THREADS, "PPO on CartPole-v1")));
    BufferedImage image = new BufferedImage(2 * WIDTH, 2 * HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    for (int i = 0; i < panels.size(); i++) {
      BufferedImage panel = BitmapEncoder.getBufferedImage(panels.get(i));
      graphics.drawImage(panel, i % 2 * WIDTH, i / 2 * HEIGHT, null);
    }
    graphics.dispose();
    ImageIO.write(image, "png", file.toFile());
  }

  private XYChart panel(
      String title, String x, String y, boolean logarithmic, Map<String, String> names) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH).height(HEIGHT).title(title).xAxisTitle(x).yAxisTitle(y).build();
    chart.getStyler()
        .setChartBackgroundColor(Color.WHITE)
        .setPlotBackgroundColor(Color.WHITE)
        .setPlotBorderVisible(false)
        .setChartFontColor(INK)
        .setChartPadding(18)
        .setBaseFont(new Font(Font.SANS_SERIF, Font.PLAIN, 15))
        .setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 18))
        .setLegendPosition(LegendPosition.InsideSE)
        .setLegendBorderColor(GRID)
        .setAntiAlias(true);
    chart.getStyler()
        .setPlotGridLinesColor(GRID)
        .setXAxisLogarithmic(logarithmic)
        .setYAxisMin(0.0)
        .setXAxisDecimalPattern("#,##0")
        .setYAxisDecimalPattern("#,##0");
    int color = 0;
    for (String name : names.keySet().stream().sorted().toList()) {
      SortedMap<Integer, Double> points = series.get(name);
      if (points == null || points.isEmpty()) {
        continue;
      }
      chart
          .addSeries(names.get(name), List.copyOf(points.keySet()), List.copyOf(points.values()))
          .setMarker(SeriesMarkers.CIRCLE)
          .setMarkerColor(COLORS.get(color))
          .setLineColor(COLORS.get(color++));
    }
    return chart;
  }
}

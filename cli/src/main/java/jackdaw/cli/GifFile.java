package jackdaw.cli;

import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOInvalidTreeException;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.FileImageOutputStream;
import javax.imageio.stream.ImageOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A film as an animated GIF that starts over at its end. A frame has only the rectangle in which it
 * differs from the one before, and lasts longer where frames do not differ.
 */
final class GifFile implements AutoCloseable {
  private static final int DELAYS_PER_SECOND = 100;
  private static final String FORMAT = "javax_imageio_gif_image_1.0";

  private final ImageWriter writer;
  private final ImageOutputStream stream;

  /** The frame that is shown last so far, which is written when it is known how long it lasts. */
  private @Nullable BufferedImage shown;

  private @Nullable BufferedImage written;
  private double shownSince;
  private double time;

  /** Opens a new file. */
  GifFile(Path file) throws IOException {
    Files.deleteIfExists(file);
    // Not from ImageIO, which prints a stack trace where it cannot open the file.
    stream = new FileImageOutputStream(file.toFile());
    writer = ImageIO.getImageWritersByFormatName("gif").next();
    writer.setOutput(stream);
    writer.prepareWriteSequence(null);
  }

  /**
   * Adds a frame.
   *
   * @param image of the same size as all others; is kept
   * @param seconds how long it is shown
   */
  void add(BufferedImage image, double seconds) throws IOException {
    BufferedImage last = shown;
    if (last != null && !difference(last, image).isEmpty()) {
      writeShown(last);
    }
    shown = image;
    time += seconds;
  }

  private void writeShown(BufferedImage image) throws IOException {
    BufferedImage before = written;
    Rectangle part =
        before == null
            ? new Rectangle(image.getWidth(), image.getHeight())
            : difference(before, image);
    // The first frame is whole and no two that follow each other are the same.
    BufferedImage cut = image.getSubimage(part.x, part.y, part.width, part.height);
    long from = Math.round(shownSince * DELAYS_PER_SECOND);
    long to = Math.round(time * DELAYS_PER_SECOND);
    writer.writeToSequence(
        new IIOImage(cut, null, metadata(cut, part, to - from, before == null)), null);
    written = image;
    shownSince = time;
  }

  /** The smallest rectangle outside of which two images are the same. */
  private static Rectangle difference(BufferedImage one, BufferedImage other) {
    int width = one.getWidth();
    int[] a = new int[width];
    int[] b = new int[width];
    Rectangle part = new Rectangle(0, 0, -1, -1);
    for (int y = 0; y < one.getHeight(); y++) {
      one.getRGB(0, y, width, 1, a, 0, width);
      other.getRGB(0, y, width, 1, b, 0, width);
      int first = Arrays.mismatch(a, b);
      if (first >= 0) {
        int last = width - 1;
        while (a[last] == b[last]) {
          last--;
        }
        part.add(new Rectangle(first, y, last - first + 1, 1));
      }
    }
    return part;
  }

  private IIOMetadata metadata(BufferedImage image, Rectangle part, long delay, boolean first)
      throws IIOInvalidTreeException {
    IIOMetadata metadata =
        writer.getDefaultImageMetadata(
            ImageTypeSpecifier.createFromRenderedImage(image), writer.getDefaultWriteParam());
    IIOMetadataNode root = new IIOMetadataNode(FORMAT);
    IIOMetadataNode descriptor = new IIOMetadataNode("ImageDescriptor");
    descriptor.setAttribute("imageLeftPosition", Integer.toString(part.x));
    descriptor.setAttribute("imageTopPosition", Integer.toString(part.y));
    descriptor.setAttribute("imageWidth", Integer.toString(part.width));
    descriptor.setAttribute("imageHeight", Integer.toString(part.height));
    descriptor.setAttribute("interlaceFlag", "FALSE");
    root.appendChild(descriptor);
    IIOMetadataNode control = new IIOMetadataNode("GraphicControlExtension");
    control.setAttribute("disposalMethod", "doNotDispose");
    control.setAttribute("userInputFlag", "FALSE");
    control.setAttribute("transparentColorFlag", "FALSE");
    control.setAttribute("transparentColorIndex", "0");
    control.setAttribute("delayTime", Long.toString(Math.clamp(delay, 1, 65_535)));
    root.appendChild(control);
    if (first) {
      IIOMetadataNode extension = new IIOMetadataNode("ApplicationExtension");
      extension.setAttribute("applicationID", "NETSCAPE");
      extension.setAttribute("authenticationCode", "2.0");
      // Sub-block 1: how often to repeat; 0 is for ever.
      extension.setUserObject(new byte[] {1, 0, 0});
      IIOMetadataNode extensions = new IIOMetadataNode("ApplicationExtensions");
      extensions.appendChild(extension);
      root.appendChild(extensions);
    }
    metadata.mergeTree(FORMAT, root);
    return metadata;
  }

  /** Writes the last frame and ends the file. */
  @Override
  public void close() throws IOException {
    try (stream) {
      if (shown != null) {
        writeShown(shown);
        shown = null;
      }
      writer.endWriteSequence();
    } finally {
      writer.dispose();
    }
  }
}

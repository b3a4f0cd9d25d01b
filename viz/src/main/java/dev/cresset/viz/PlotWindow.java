package dev.cresset.viz;

import java.awt.Dimension;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.CountDownLatch;

import javax.swing.JFrame;
import javax.swing.JPanel;
import javax.swing.SwingUtilities;
import javax.swing.WindowConstants;

/** A window with a plot. It is drawn by Swing's thread, at the size that the window has. */
final class PlotWindow {
    private static final class Canvas extends JPanel {
        private static final long serialVersionUID = 1L;

        private transient volatile Drawing drawing;

        @Override
        protected void paintComponent(Graphics g) {
            super.paintComponent(g);
            var current = drawing;
            if (current != null) {
                current.paint((Graphics2D) g, getWidth(), getHeight());
            }
        }
    }

    private final Canvas canvas = new Canvas();
    private final JFrame frame;
    private final CountDownLatch closed = new CountDownLatch(1);

    PlotWindow(String title, int width, int height) {
        frame = new JFrame(title);
        frame.setDefaultCloseOperation(WindowConstants.DISPOSE_ON_CLOSE);
        canvas.setPreferredSize(new Dimension(width, height));
        frame.add(canvas);
        frame.addWindowListener(
                new WindowAdapter() {
                    @Override
                    public void windowClosed(WindowEvent e) {
                        closed.countDown();
                    }
                });
        onSwingsThread(
                () -> {
                    frame.pack();
                    frame.setLocationByPlatform(true);
                    frame.setVisible(true);
                });
    }

    void draw(Drawing drawing) {
        canvas.drawing = drawing;
        canvas.repaint();
    }

    void await() throws InterruptedException {
        closed.await();
    }

    void close() {
        onSwingsThread(frame::dispose);
    }

    private static void onSwingsThread(Runnable task) {
        if (SwingUtilities.isEventDispatchThread()) {
            task.run();
            return;
        }
        try {
            SwingUtilities.invokeAndWait(task);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("plot: the window failed", e.getCause());
        }
    }
}

/** Image data sets. */
package dev.cresset.vision;

package media

import "encoding/binary"

// exifPrefix begins an EXIF block in a JPEG segment.
const exifPrefix = "Exif\x00\x00"

// exifOrientation returns the orientation tag (0x0112) of an EXIF block, a
// small TIFF file, or 1 where there is none that can be read. That one number
// is all we want of EXIF, so no library reads the rest of what strangers send.
func exifOrientation(data []byte) int {
	if len(data) < 8 {
		return 1
	}
	var order binary.ByteOrder = binary.BigEndian
	if string(data[:2]) == "II" {
		order = binary.LittleEndian
	}
	at := int(order.Uint32(data[4:]))
	if at < 8 || at > len(data)-2 {
		return 1
	}
	for count := int(order.Uint16(data[at:])); count > 0; count-- {
		entry := at + 2 + (count-1)*12
		if entry > len(data)-12 {
			continue
		}
		if tag := data[entry:]; order.Uint16(tag) == 0x0112 {
			if o := int(order.Uint16(tag[8:])); o >= 1 && o <= 8 && order.Uint16(tag[2:]) == 3 {
				return o
			}
		}
	}
	return 1
}
